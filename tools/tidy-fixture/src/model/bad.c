#include "authority/authority.h"
#include "base/good.h"
#include "checks/checks.h"
#include "rules/rules.h"
