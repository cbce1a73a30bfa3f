#include "actions/actions.h"
#include "actions/governance/governance.h"
#include "store/store.h"
