#include <time.h>
#include <sys/types.h>

#include "authority/authority.h"
#include "base/good.h"
#include "local.h"

int columns = 1;                                                                                /* 110 here */
int columns_more = 1;                                                                            /* 111 here */
	int tab;
int blank; 
/* ---- a heading ---
 */
