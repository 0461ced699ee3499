/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The battery clock: the time of day when the system starts.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/time.h>
#include <sys/timetc.h>

#include <machine/cpufunc.h>

#define	RTC_ADDR	0x70
#define	RTC_DATA	0x71

#define	RTC_SEC		0x00
#define	RTC_MIN		0x02
#define	RTC_HRS		0x04
#define	RTC_DAY		0x07
#define	RTC_MONTH	0x08
#define	RTC_YEAR	0x09
#define	RTC_CENTURY	0x32
#define	RTC_STATUSA	0x0a
#define	RTCSA_TUP	0x80		/* the registers are changing */
#define	RTC_STATUSB	0x0b
#define	RTCSB_BINARY	0x04
#define	RTCSB_24HR	0x02

#define	RTC_TRIES	10000		/* an update takes two milliseconds */

#define	SECS_PER_DAY	86400

static int
rtc_read(int reg)
{

	outb(RTC_ADDR, reg);
	return (inb(RTC_DATA));
}

static int
rtc_number(int reg)
{
	int v;

	v = rtc_read(reg);
	if (rtc_read(RTC_STATUSB) & RTCSB_BINARY)
		return (v);
	return ((v & 0x0f) + (v >> 4) * 10);
}

/* The hour needs care where the clock counts twelve of them. */
static int
rtc_hour(void)
{
	int hour, raw;

	if (rtc_read(RTC_STATUSB) & RTCSB_24HR)
		return (rtc_number(RTC_HRS));
	raw = rtc_read(RTC_HRS);
	hour = raw & 0x7f;
	if ((rtc_read(RTC_STATUSB) & RTCSB_BINARY) == 0)
		hour = (hour & 0x0f) + (hour >> 4) * 10;
	return (hour % 12 + (raw & 0x80 ? 12 : 0));
}

/* Days from 1970-01-01; a year from March on ends with its leap day. */
static int
days_since_epoch(int year, int month, int day)
{
	int y, yday;

	y = month > 2 ? year : year - 1;
	yday = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
	return (365 * y + y / 4 - y / 100 + y / 400 + yday - 719468);
}

static time_t
rtc_time(void)
{
	int century, days, year;

	century = rtc_number(RTC_CENTURY);
	year = rtc_number(RTC_YEAR) + (century >= 19 ? century * 100 : 2000);
	days = days_since_epoch(year, rtc_number(RTC_MONTH),
	    rtc_number(RTC_DAY));
	return ((time_t)days * SECS_PER_DAY + rtc_hour() * 3600 +
	    rtc_number(RTC_MIN) * 60 + rtc_number(RTC_SEC));
}

/*
 * Two equal readings, none during an update, are one that was not torn.
 * base counts when the clock has lost its mind.
 */
void
inittodr(time_t base)
{
	struct timespec ts;
	time_t t, u;
	int tries;

	u = -1;
	for (tries = 0; tries < RTC_TRIES; tries++) {
		if (rtc_read(RTC_STATUSA) & RTCSA_TUP)
			continue;
		t = rtc_time();
		if (t == u)
			break;
		u = t;
	}
	ts.tv_sec = MAX(u, base);
	ts.tv_nsec = 0;
	tc_setclock(&ts);
}
