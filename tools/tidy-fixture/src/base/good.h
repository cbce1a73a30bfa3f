int listed(void);
