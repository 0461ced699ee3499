/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * ELF programs: which ABI a file is of, and its way into memory.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/elf.h>
#include <sys/exec.h>
#include <sys/fcntl.h>
#include <sys/imgact.h>
#include <sys/imgact_elf.h>
#include <sys/kernel.h>
#include <sys/malloc.h>
#include <sys/mman.h>
#include <sys/namei.h>
#include <sys/proc.h>
#include <sys/sx.h>
#include <sys/sysent.h>
#include <sys/vnode.h>

#include <vm/vm.h>
#include <vm/vm_extern.h>
#include <vm/vm_map.h>
#include <vm/vm_param.h>

#define	ELF_DYN_BASE	0x1000000UL	/* of programs that can lie anywhere */
#define	ELF_INTERP_BASE	0x800000000UL	/* of their interpreter */
#define	ELF_MAX_PHNUM	64

/* Brands; held shared from the choice of one until a process has it. */
static struct sx brand_lock;
SX_SYSINIT(elf_brands, &brand_lock, "ELF brands");
static Elf64_Brandinfo *elf_brand_list[MAX_BRANDS];

/* A file's extent in memory, after its segments were mapped. */
struct elf_load {
	u_long		base;		/* added to the file's addresses */
	vm_offset_t	text_addr;	/* first executable segment */
	vm_size_t	text_size;
	vm_offset_t	data_addr;	/* the highest segment */
	vm_offset_t	data_end;
	u_long		phdr;		/* user address of the headers, or 0 */
};

int
elf64_insert_brand_entry(Elf64_Brandinfo *entry)
{
	u_int i;
	int error;

	error = EINVAL;
	sx_xlock(&brand_lock);
	for (i = 0; i < MAX_BRANDS; i++) {
		if (elf_brand_list[i] == NULL) {
			elf_brand_list[i] = entry;
			error = 0;
			break;
		}
	}
	sx_xunlock(&brand_lock);
	return (error);
}

int
elf64_brand_inuse(Elf64_Brandinfo *entry)
{
	struct proc *p;
	int inuse;

	inuse = 0;
	sx_slock(&allproc_lock);
	FOREACH_PROC_IN_SYSTEM(p) {
		if (p->p_sysent == entry->sysvec) {
			inuse = 1;
			break;
		}
	}
	sx_sunlock(&allproc_lock);
	return (inuse);
}

int
elf64_remove_brand_entry(Elf64_Brandinfo *entry)
{
	u_int i;
	int error;

	error = EINVAL;
	sx_xlock(&brand_lock);
	if (elf64_brand_inuse(entry)) {
		error = EBUSY;
		goto out;
	}
	for (i = 0; i < MAX_BRANDS; i++) {
		if (elf_brand_list[i] == entry) {
			elf_brand_list[i] = NULL;
			error = 0;
			break;
		}
	}
out:
	sx_xunlock(&brand_lock);
	return (error);
}

/*
 * Is the note in [p, end) of the segment, within the first page?
 */
static bool
note_matches(const Elf_Brandnote *want, const char *p, const char *end)
{
	const Elf_Nhdr *nh;
	size_t descsz, namesz;

	while ((size_t)(end - p) >= sizeof(*nh)) {
		nh = (const Elf_Nhdr *)(const void *)p;
		p += sizeof(*nh);
		namesz = roundup2((size_t)nh->n_namesz, 4);
		descsz = roundup2((size_t)nh->n_descsz, 4);
		if (namesz > (size_t)(end - p) ||
		    descsz > (size_t)(end - p) - namesz)
			return (false);
		if (nh->n_namesz == want->hdr.n_namesz &&
		    nh->n_descsz == want->hdr.n_descsz &&
		    nh->n_type == want->hdr.n_type &&
		    memcmp(p, want->vendor, nh->n_namesz) == 0)
			return (true);
		p += namesz + descsz;
	}
	return (false);
}

static bool
has_brandnote(const struct image_params *imgp, const Elf_Phdr *phdr,
    u_int phnum, const Elf_Brandnote *note)
{
	u_int i;

	for (i = 0; i < phnum; i++) {
		if (phdr[i].p_type != PT_NOTE ||
		    phdr[i].p_offset >= imgp->image_hdrlen ||
		    phdr[i].p_filesz > imgp->image_hdrlen - phdr[i].p_offset ||
		    (phdr[i].p_offset & 3) != 0)
			continue;
		if (note_matches(note, imgp->image_header + phdr[i].p_offset,
		    imgp->image_header + phdr[i].p_offset + phdr[i].p_filesz))
			return (true);
	}
	return (false);
}

/*
 * How well a brand fits: 3 by a note, 2 by the header's OS, 1 by the path of
 * the interpreter, 0 not at all.
 */
static int
brand_score(const struct image_params *imgp, const Elf_Phdr *phdr,
    u_int phnum, const char *interp, const Elf64_Brandinfo *bi)
{
	const Elf_Ehdr *hdr;

	hdr = (const Elf_Ehdr *)(const void *)imgp->image_header;
	if (bi->machine != hdr->e_machine ||
	    (hdr->e_type == ET_DYN && (bi->flags & BI_CAN_EXEC_DYN) == 0) ||
	    (interp != NULL && (bi->flags & BI_BRAND_ONLY_STATIC) != 0))
		return (0);
	if ((bi->flags & (BI_BRAND_NOTE | BI_BRAND_NOTE_MANDATORY)) != 0 &&
	    has_brandnote(imgp, phdr, phnum, bi->brand_note))
		return (3);
	if ((bi->flags & BI_BRAND_NOTE_MANDATORY) != 0)
		return (0);
	if (hdr->e_ident[EI_OSABI] == bi->brand)
		return (2);
	if (interp != NULL && bi->interp_path != NULL &&
	    strcmp(interp, bi->interp_path) == 0)
		return (1);
	return (0);
}

static Elf64_Brandinfo *
elf_get_brand(const struct image_params *imgp, const Elf_Phdr *phdr,
    u_int phnum, const char *interp)
{
	Elf64_Brandinfo *best;
	int best_score, score;
	u_int i;

	best = NULL;
	best_score = 0;
	for (i = 0; i < MAX_BRANDS; i++) {
		if (elf_brand_list[i] == NULL)
			continue;
		score = brand_score(imgp, phdr, phnum, interp,
		    elf_brand_list[i]);
		if (score > best_score) {
			best_score = score;
			best = elf_brand_list[i];
		}
	}
	return (best);
}

static bool
elf_header_ok(const Elf_Ehdr *hdr)
{

	return (memcmp(hdr->e_ident, ELFMAG, SELFMAG) == 0 &&
	    hdr->e_ident[EI_CLASS] == ELF_TARG_CLASS &&
	    hdr->e_ident[EI_DATA] == ELF_TARG_DATA &&
	    hdr->e_ident[EI_VERSION] == EV_CURRENT &&
	    hdr->e_machine == ELF_TARG_MACH &&
	    hdr->e_version == EV_CURRENT &&
	    hdr->e_phentsize == sizeof(Elf_Phdr) &&
	    hdr->e_phnum > 0 && hdr->e_phnum <= ELF_MAX_PHNUM);
}

/*
 * The program headers: in the first page, where every link editor puts
 * them.
 */
static const Elf_Phdr *
elf_phdrs(const char *header, size_t hdrlen)
{
	const Elf_Ehdr *hdr;

	hdr = (const Elf_Ehdr *)(const void *)header;
	if (hdr->e_phoff > hdrlen ||
	    hdr->e_phnum * sizeof(Elf_Phdr) > hdrlen - hdr->e_phoff ||
	    (hdr->e_phoff & (sizeof(Elf_Addr) - 1)) != 0)
		return (NULL);
	return ((const Elf_Phdr *)(const void *)(header + hdr->e_phoff));
}

static vm_prot_t
elf_prot(Elf_Word flags)
{
	vm_prot_t prot;

	prot = VM_PROT_NONE;
	if ((flags & PF_R) != 0)
		prot |= VM_PROT_READ;
	if ((flags & PF_W) != 0)
		prot |= VM_PROT_WRITE;
	if ((flags & PF_X) != 0)
		prot |= VM_PROT_EXECUTE;
	return (prot);
}

/*
 * Zero [from, to) of the last page that came from the file, which may not be
 * writable by the program.
 */
static int
elf_zero_tail(vm_map_t map, vm_offset_t from, vm_offset_t to, vm_prot_t prot)
{
	static const char zeros[PAGE_SIZE];
	vm_offset_t page;
	int error;

	if (from == to)
		return (0);
	page = trunc_page(from);
	if ((prot & VM_PROT_WRITE) == 0)
		(void)vm_map_protect(map, page, page + PAGE_SIZE,
		    prot | VM_PROT_WRITE, FALSE);
	error = copyout(zeros, (void *)from, to - from);
	if ((prot & VM_PROT_WRITE) == 0)
		(void)vm_map_protect(map, page, page + PAGE_SIZE, prot, FALSE);
	return (error);
}

/*
 * Map one segment: what the file has of it, privately, and zeros behind.
 */
static int
elf_map_segment(struct image_params *imgp, struct vnode *vp,
    const Elf_Phdr *ph, u_long base)
{
	vm_map_t map;
	vm_offset_t addr, file_end, mem_end, start;
	vm_prot_t prot;
	int error;

	map = &imgp->proc->p_vmspace->vm_map;
	prot = elf_prot(ph->p_flags);
	start = trunc_page(base + ph->p_vaddr);
	file_end = base + ph->p_vaddr + ph->p_filesz;
	mem_end = base + ph->p_vaddr + ph->p_memsz;
	if (ph->p_filesz != 0) {
		addr = start;
		error = vm_mmap(map, &addr, round_page(file_end) - start, prot,
		    VM_PROT_ALL, MAP_FIXED | MAP_PRIVATE, OBJT_VNODE, vp,
		    trunc_page(ph->p_offset));
		if (error != 0)
			return (error);
		start = round_page(file_end);
		if (mem_end > file_end) {
			/* To the page's end: dynamic linkers rely on it. */
			error = elf_zero_tail(map, file_end, start, prot);
			if (error != 0)
				return (error);
		}
	}
	if (round_page(mem_end) > start)
		return (vm_mmap_to_errno(vm_map_fixed(map, NULL, 0, start,
		    round_page(mem_end) - start, prot, VM_PROT_ALL, 0)));
	return (0);
}

/*
 * Do the segments make sense, in ascending order and within limit bytes?
 */
static bool
elf_segments_ok(const Elf_Phdr *phdr, u_int phnum, u_long base,
    vm_offset_t min, vm_offset_t max)
{
	Elf_Addr last;
	u_int i;

	last = 0;
	for (i = 0; i < phnum; i++) {
		if (phdr[i].p_type != PT_LOAD || phdr[i].p_memsz == 0)
			continue;
		if (phdr[i].p_filesz > phdr[i].p_memsz ||
		    phdr[i].p_vaddr < last ||
		    phdr[i].p_vaddr >= max - base ||
		    phdr[i].p_memsz > max - base - phdr[i].p_vaddr ||
		    base + phdr[i].p_vaddr < min ||
		    phdr[i].p_offset + phdr[i].p_filesz < phdr[i].p_offset ||
		    ((phdr[i].p_offset ^ phdr[i].p_vaddr) & PAGE_MASK) != 0)
			return (false);
		last = phdr[i].p_vaddr + phdr[i].p_memsz;
	}
	return (last != 0);
}

static int
elf_load_segments(struct image_params *imgp, struct vnode *vp,
    const Elf_Ehdr *hdr, const Elf_Phdr *phdr, struct elf_load *el)
{
	const Elf_Phdr *ph;
	vm_offset_t start;
	u_int i;
	int error;

	for (i = 0; i < hdr->e_phnum; i++) {
		ph = &phdr[i];
		if (ph->p_type == PT_PHDR)
			el->phdr = el->base + ph->p_vaddr;
		if (ph->p_type != PT_LOAD || ph->p_memsz == 0)
			continue;
		error = elf_map_segment(imgp, vp, ph, el->base);
		if (error != 0)
			return (error);
		start = trunc_page(el->base + ph->p_vaddr);
		if (el->phdr == 0 && hdr->e_phoff >= ph->p_offset &&
		    hdr->e_phoff - ph->p_offset < ph->p_filesz)
			el->phdr = el->base + ph->p_vaddr + hdr->e_phoff -
			    ph->p_offset;
		if ((ph->p_flags & PF_X) != 0 && el->text_size == 0) {
			el->text_addr = start;
			el->text_size = ph->p_memsz;
		}
		el->data_addr = start;
		el->data_end = round_page(el->base + ph->p_vaddr +
		    ph->p_memsz);
	}
	return (0);
}

/*
 * Load the program's interpreter, the dynamic linker; *entry is where it
 * starts, *base where it lies.
 */
static int
elf_load_interp(struct image_params *imgp, const char *path, u_long *entry,
    u_long *base)
{
	struct nameidata nd;
	struct elf_load el;
	const Elf_Phdr *phdr;
	Elf_Ehdr *hdr;
	int error;

	NDINIT(&nd, LOOKUP, FOLLOW, UIO_SYSSPACE, path, curthread);
	error = namei(&nd);
	if (error != 0)
		return (error);
	NDFREE(&nd, NDF_ONLY_PNBUF);
	hdr = malloc(PAGE_SIZE, M_TEMP, M_WAITOK);
	error = exec_read(imgp, nd.ni_vp, hdr, PAGE_SIZE, 0);
	if (error != 0)
		goto out;
	memset(&el, 0, sizeof(el));
	el.base = ELF_INTERP_BASE;
	error = ENOEXEC;
	if (!elf_header_ok(hdr) || hdr->e_type != ET_DYN ||
	    (phdr = elf_phdrs((char *)hdr, PAGE_SIZE)) == NULL ||
	    !elf_segments_ok(phdr, hdr->e_phnum, el.base,
	    imgp->sysent->sv_minuser, imgp->sysent->sv_maxuser))
		goto out;
	error = elf_load_segments(imgp, nd.ni_vp, hdr, phdr, &el);
	*entry = el.base + hdr->e_entry;
	*base = el.base;
out:
	free(hdr, M_TEMP);
	vrele(nd.ni_vp);
	return (error);
}

/*
 * The path in PT_INTERP, in the header page; NULL without, and *error set
 * if it is bad.
 */
static const char *
elf_interp_path(const struct image_params *imgp, const Elf_Phdr *phdr,
    u_int phnum, int *error)
{
	const char *path;
	u_int i;

	for (i = 0; i < phnum; i++)
		if (phdr[i].p_type == PT_INTERP)
			break;
	if (i == phnum)
		return (NULL);
	*error = ENOEXEC;
	if (phdr[i].p_filesz < 2 || phdr[i].p_filesz > MAXPATHLEN ||
	    phdr[i].p_offset > imgp->image_hdrlen ||
	    phdr[i].p_filesz > imgp->image_hdrlen - phdr[i].p_offset)
		return (NULL);
	path = imgp->image_header + phdr[i].p_offset;
	if (path[phdr[i].p_filesz - 1] != '\0')
		return (NULL);
	*error = 0;
	return (path);
}

static bool
interp_exists(const char *path)
{
	struct nameidata nd;

	NDINIT(&nd, LOOKUP, FOLLOW, UIO_SYSSPACE, path, curthread);
	if (namei(&nd) != 0)
		return (false);
	NDFREE(&nd, NDF_ONLY_PNBUF);
	vrele(nd.ni_vp);
	return (true);
}

static void
elf_set_auxargs(struct image_params *imgp, const Elf_Ehdr *hdr,
    const struct elf_load *el, u_long interp_base)
{
	Elf_Auxargs *aux;

	aux = malloc(sizeof(*aux), M_TEMP, M_WAITOK | M_ZERO);
	aux->execfd = -1;
	aux->phdr = el->phdr;
	aux->phent = hdr->e_phentsize;
	aux->phnum = hdr->e_phnum;
	aux->pagesz = PAGE_SIZE;
	aux->base = interp_base;
	aux->entry = el->base + hdr->e_entry;
	aux->hdr_eflags = hdr->e_flags;
	imgp->auxargs = aux;
}

/*
 * Past the point of no return: the new address space and what is in it.
 */
static int
elf_load_image(struct image_params *imgp, const Elf_Ehdr *hdr,
    const Elf_Phdr *phdr, const char *interp)
{
	struct elf_load el;
	struct vmspace *vm;
	u_long entry, interp_base;
	int error;

	memset(&el, 0, sizeof(el));
	el.base = hdr->e_type == ET_DYN ? ELF_DYN_BASE : 0;
	error = elf_load_segments(imgp, imgp->vp, hdr, phdr, &el);
	if (error != 0)
		return (error);
	vm = imgp->proc->p_vmspace;
	vm->vm_taddr = (caddr_t)el.text_addr;
	vm->vm_tsize = atop(round_page(el.text_size));
	vm->vm_daddr = (caddr_t)el.data_addr;
	vm->vm_dsize = atop(el.data_end - el.data_addr);
	entry = el.base + hdr->e_entry;
	interp_base = 0;
	if (interp != NULL) {
		error = elf_load_interp(imgp, interp, &entry, &interp_base);
		if (error != 0)
			return (error);
	}
	imgp->entry_addr = entry;
	imgp->reloc_base = el.base;
	elf_set_auxargs(imgp, hdr, &el, interp_base);
	return (0);
}

static int
exec_elf64_imgact(struct image_params *imgp)
{
	const Elf_Ehdr *hdr;
	const Elf_Phdr *phdr;
	Elf64_Brandinfo *brand;
	struct sysentvec *sv;
	const char *interp;
	u_long base;
	int error;

	hdr = (const Elf_Ehdr *)(const void *)imgp->image_header;
	if (imgp->image_hdrlen < sizeof(*hdr) || !elf_header_ok(hdr) ||
	    (hdr->e_type != ET_EXEC && hdr->e_type != ET_DYN))
		return (-1);
	phdr = elf_phdrs(imgp->image_header, imgp->image_hdrlen);
	if (phdr == NULL)
		return (ENOEXEC);
	error = 0;
	interp = elf_interp_path(imgp, phdr, hdr->e_phnum, &error);
	if (error != 0)
		return (error);
	if (interp != NULL && !interp_exists(interp))
		return (ENOEXEC);

	base = hdr->e_type == ET_DYN ? ELF_DYN_BASE : 0;
	sx_slock(&brand_lock);
	brand = elf_get_brand(imgp, phdr, hdr->e_phnum, interp);
	sv = brand != NULL ? brand->sysvec : NULL;
	if (sv == NULL || !elf_segments_ok(phdr, hdr->e_phnum, base,
	    sv->sv_minuser, sv->sv_maxuser)) {
		sx_sunlock(&brand_lock);
		return (ENOEXEC);
	}
	if (interp != NULL && brand->interp_newpath != NULL &&
	    strcmp(interp, brand->interp_path) == 0)
		interp = brand->interp_newpath;
	error = exec_new_vmspace(imgp, sv);
	/* The process keeps the brand from now on. */
	sx_sunlock(&brand_lock);
	if (error == 0)
		error = elf_load_image(imgp, hdr, phdr, interp);
	return (error);
}

static const struct execsw elf64_execsw = {
	.ex_imgact = exec_elf64_imgact,
	.ex_name = "ELF64",
};
EXEC_SET(elf64, elf64_execsw);
