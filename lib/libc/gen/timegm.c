/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * timegm(3): a calendar time in UTC as seconds since 1970.
 */
#include <time.h>

/* Days from 1970-01-01 to the given day; months count from 0, any number. */
static long
days_to(long year, long month, long day)
{
	long century, era, ofyear;

	year += month / 12;
	month %= 12;
	if (month < 0) {
		month += 12;
		year--;
	}
	/* Years that begin in March have the leap day at their end. */
	month = (month + 10) % 12;
	if (month >= 10)
		year--;
	era = (year >= 0 ? year : year - 399) / 400;
	century = year - era * 400;
	ofyear = (153 * month + 2) / 5 + day - 1;
	return (era * 146097 + century * 365 + century / 4 - century / 100 +
	    ofyear - 719468);
}

time_t
timegm(struct tm *tm)
{
	time_t t;

	t = days_to(tm->tm_year + 1900L, tm->tm_mon, tm->tm_mday) * 86400 +
	    tm->tm_hour * 3600L + tm->tm_min * 60L + tm->tm_sec;
	gmtime_r(&t, tm);
	return (t);
}
