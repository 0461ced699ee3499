/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * execve(2) of programs that are cut short or have a wrong byte: it is
 * refused, or the program ends with a signal, and the system goes on.
 */
#include <sys/resource.h>
#include <sys/wait.h>
#include <elf.h>
#include <err.h>
#include <fcntl.h>
#include <stdlib.h>
#include "proctest.h"

#define	VICTIM	"/tmp/proctest.elf"

#define	STATUS_REFUSED	88

static char *program;
static size_t program_len, headers_len;

static void
read_program(void)
{
	const Elf64_Ehdr *eh;
	int fd;

	fd = open(PROGRAM, O_RDONLY);
	program_len = (size_t)lseek(fd, 0, SEEK_END);
	program = malloc(program_len);
	if (program == NULL ||
	    pread(fd, program, program_len, 0) != (ssize_t)program_len)
		err(1, "%s", PROGRAM);
	close(fd);
	eh = (const Elf64_Ehdr *)program;
	headers_len = eh->e_phoff + eh->e_phnum * sizeof(Elf64_Phdr);
}

static void
execute(void *arg __unused)
{
	struct rlimit limit = { 1, 1 };
	char *argv[] = { "proctest", "echo", "x", NULL };

	/* A damaged program may do anything, but not for ever. */
	CHECK(setrlimit(RLIMIT_CPU, &limit) == 0);
	fclose(stdout);
	execve(VICTIM, argv, argv + 3);
	_exit(STATUS_REFUSED);
}

static int
is_refused(int status)
{

	return (WIFSIGNALED(status) ||
	    (WIFEXITED(status) && WEXITSTATUS(status) == STATUS_REFUSED));
}

static void
check_lengths(void)
{
	static const size_t lengths[] = { 4, 20, 63, 64, 100, 500, 4096 };
	size_t i;

	for (i = 0; i < sizeof(lengths) / sizeof(lengths[0]); i++) {
		write_file(VICTIM, program, lengths[i], 0755);
		CHECK(is_refused(run(execute, NULL)));
	}
}

/*
 * Each byte of the headers, changed.  Not every one matters; it is enough
 * that what came before works again afterwards.
 */
static void
check_bytes(unsigned char change)
{
	size_t i;

	for (i = 0; i < headers_len; i++) {
		program[i] ^= (char)change;
		write_file(VICTIM, program, program_len, 0755);
		(void)run(execute, NULL);
		program[i] ^= (char)change;
	}
}

static void
check_field(size_t offset, size_t len, uint64_t value)
{
	char saved[8];

	memcpy(saved, program + offset, len);
	memcpy(program + offset, &value, len);
	write_file(VICTIM, program, program_len, 0755);
	CHECK(is_refused(run(execute, NULL)));
	memcpy(program + offset, saved, len);
}

/* What cannot work, whatever the program is. */
static void
check_fields(void)
{

	check_field(offsetof(Elf64_Ehdr, e_ident), 4, 0x7f454c46);
	check_field(offsetof(Elf64_Ehdr, e_ident) + EI_CLASS, 1, ELFCLASS32);
	check_field(offsetof(Elf64_Ehdr, e_ident) + EI_DATA, 1, ELFDATA2MSB);
	check_field(offsetof(Elf64_Ehdr, e_type), 2, ET_REL);
	check_field(offsetof(Elf64_Ehdr, e_machine), 2, 3);
	check_field(offsetof(Elf64_Ehdr, e_phoff), 8, ~(uint64_t)0);
	check_field(offsetof(Elf64_Ehdr, e_phoff), 8, program_len);
	check_field(offsetof(Elf64_Ehdr, e_phentsize), 2, 8);
	check_field(offsetof(Elf64_Ehdr, e_phnum), 2, 0xffff);
	check_field(offsetof(Elf64_Ehdr, e_phnum), 2, 0);
	check_field(offsetof(Elf64_Ehdr, e_entry), 8, 0xffffffff80200000);
}

void
test_badelf(void)
{
	int status;

	read_program();
	check_lengths();
	check_fields();
	check_bytes(0xff);
	check_bytes(0x01);
	write_file(VICTIM, program, program_len, 0755);
	status = run(execute, NULL);
	CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 1);
	CHECK(unlink(VICTIM) == 0);
	free(program);
}
