#include "main/main.h"
