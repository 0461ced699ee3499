/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * firmware(9): images, uses, and the module that comes for one.
 *
 * lampfw.ko, of the example firmware, and fwslow.ko have to be found, but not
 * be loaded.
 */
#include "coretest.h"
#include <sys/firmware.h>
#include <sys/proc.h>

#define	USERS	4
#define	ROUNDS	50

static const char data[] = "some data";

static void
check_registry(void)
{
	const struct firmware *again, *fp;

	fp = firmware_register("coretest-a", data, sizeof(data), 3, NULL);
	CHECK(fp != NULL && fp->data == data && fp->version == 3);
	CHECK(firmware_register("coretest-a", data, 1, 1, NULL) == NULL);
	again = firmware_get("coretest-a");
	CHECK(again == fp && strcmp(again->name, "coretest-a") == 0);
	CHECK(again->datasize == sizeof(data));
	CHECK(firmware_unregister("coretest-a") == EBUSY);
	CHECK(firmware_get("coretest-a") == fp);
	firmware_put(fp, FIRMWARE_UNLOAD);
	CHECK(firmware_unregister("coretest-a") == EBUSY);
	firmware_put(fp, 0);
	CHECK(firmware_unregister("coretest-a") == 0);
	CHECK(firmware_unregister("coretest-a") == 0);
	CHECK(firmware_get("coretest-a") == NULL);
}

/* A parent is in use while one of its children is. */
static void
check_parents(void)
{
	const struct firmware *child, *parent;

	parent = firmware_register("coretest-p", data, 1, 0, NULL);
	child = firmware_register("coretest-c", data, 2, 0, parent);
	CHECK(firmware_get("coretest-c") == child);
	CHECK(firmware_get("coretest-c") == child);
	CHECK(firmware_unregister("coretest-p") == EBUSY);
	firmware_put(child, 0);
	CHECK(firmware_unregister("coretest-p") == EBUSY);
	firmware_put(child, FIRMWARE_UNLOAD);
	CHECK(firmware_unregister("coretest-p") == 0);
	CHECK(firmware_get("coretest-c") == child);
	firmware_put(child, 0);
	CHECK(firmware_unregister("coretest-c") == 0);
}

static bool
is_day(const struct firmware *fp)
{

	return (fp != NULL && fp->version == 2 && fp->datasize == 12 &&
	    memcmp(fp->data, "on on on off", 12) == 0);
}

static void
check_autoload(void)
{
	const struct firmware *day, *night;

	day = firmware_get("lamp-day");
	CHECK(is_day(day));
	/* The module's second image: found by the name of the image alone. */
	night = firmware_get("lamp-night");
	CHECK(night != NULL && night->version == 5);
	firmware_put(day, FIRMWARE_UNLOAD);
	/* Its first one cannot go, as the second one is used. */
	day = firmware_get("lamp-day");
	CHECK(is_day(day));
	firmware_put(day, FIRMWARE_UNLOAD);
	firmware_put(night, FIRMWARE_UNLOAD);
	night = firmware_get("lamp-night");
	CHECK(night != NULL && night->datasize == 30);
	firmware_put(night, FIRMWARE_UNLOAD);
	CHECK(firmware_get("lamp-noon") == NULL);
}

static void
user(void *arg)
{
	const struct firmware *fp;
	bool day;
	int i;

	for (i = 0; i < ROUNDS; i++) {
		day = (i + (int)(intptr_t)arg) % 3 != 0;
		fp = firmware_get(day ? "lamp-day" : "lamp-night");
		CHECK(day ? is_day(fp) : fp != NULL && fp->version == 5);
		if (i % 7 == 0)
			pause("user", 1);
		if (fp != NULL)
			firmware_put(fp, FIRMWARE_UNLOAD);
	}
}

static void
slow_user(void *arg __unused)
{
	const struct firmware *fp;
	int i;

	for (i = 0; i < 3; i++) {
		fp = firmware_get("fwslow");
		CHECK(fp != NULL && memcmp(fp->data, "slow", 4) == 0);
		pause("slow", 2 + 6 * i);
		if (fp != NULL)
			firmware_put(fp, FIRMWARE_UNLOAD);
		pause("late", i + 1);
	}
}

/* They all want it while it is being loaded, or unloaded. */
static void
check_slow(void)
{
	int i;

	for (i = 0; i < USERS; i++)
		coretest_start(slow_user, NULL);
	coretest_wait();
}

/* Loads, uses and unloads at the same time: nobody is refused an image. */
static void
check_storm(void)
{
	int i;

	for (i = 0; i < USERS; i++)
		coretest_start(user, (void *)(intptr_t)i);
	coretest_wait();
}

void
test_firmware(void)
{

	check_registry();
	check_parents();
	check_autoload();
	check_slow();
	check_storm();
}
