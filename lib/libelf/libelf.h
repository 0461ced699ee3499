/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Reading ELF files, elf(3): the part of the interface of SVR4's libelf that
 * programs of this system use.
 *
 * Little-endian files of both classes can be read.  What a function returns
 * stays valid until elf_end(); a function that fails returns NULL, 0 or -1
 * and leaves a number for elf_errno().
 */
#ifndef _LIBELF_H_
#define	_LIBELF_H_

#include <sys/cdefs.h>
#include <sys/types.h>
#include <stdint.h>
#include <sys/elf32.h>
#include <sys/elf64.h>

typedef struct Elf Elf;
typedef struct Elf_Scn Elf_Scn;

typedef enum {
	ELF_C_NULL,
	ELF_C_READ
} Elf_Cmd;

typedef enum {
	ELF_K_NONE,		/* no ELF file */
	ELF_K_AR,
	ELF_K_COFF,
	ELF_K_ELF
} Elf_Kind;

/* What a section's bytes are, by its type. */
typedef enum {
	ELF_T_BYTE,
	ELF_T_RELA,
	ELF_T_SYM,
	ELF_T_WORD
} Elf_Type;

typedef struct {
	void		*d_buf;		/* NULL: the file has no bytes of it */
	Elf_Type	d_type;
	unsigned int	d_version;	/* EV_CURRENT */
	size_t		d_size;		/* bytes */
	off_t		d_off;		/* in the section */
	size_t		d_align;
} Elf_Data;

__BEGIN_DECLS
/* Has to be called first, with EV_CURRENT. */
unsigned int	elf_version(unsigned int);

/* Only elf_begin(fd, ELF_C_READ, NULL), which leaves fd to the caller. */
Elf		*elf_begin(int, Elf_Cmd, Elf *);
int		elf_end(Elf *);
Elf_Kind	elf_kind(Elf *);

int		elf_getshdrnum(Elf *, size_t *);
int		elf_getshdrstrndx(Elf *, size_t *);
Elf_Scn		*elf_getscn(Elf *, size_t);
Elf_Scn		*elf_nextscn(Elf *, Elf_Scn *);
size_t		elf_ndxscn(Elf_Scn *);

/* The bytes of a section; there is one piece of them, Elf_Data is NULL. */
Elf_Data	*elf_getdata(Elf_Scn *, Elf_Data *);
Elf_Data	*elf_rawdata(Elf_Scn *, Elf_Data *);
/* A string of a string table, ended within it. */
char		*elf_strptr(Elf *, size_t, size_t);

int		elf_errno(void);
const char	*elf_errmsg(int);
__END_DECLS

#endif /* !_LIBELF_H_ */
