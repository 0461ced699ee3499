/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Files of the EFI system partition, by the firmware's FAT driver.
 */
#include "loader.h"

#define	PATH_LEN	512
#define	FOLDER_MAX	65536	/* FAT has no room for more entries */
#define	INFO_LEN	(sizeof(EFI_FILE_INFO) + 256 * sizeof(CHAR16))

#define	CHUNK_SIZE	(1024 * 1024ul)	/* what is read at once */
#define	PATIENCE	(20 * 10000000ul) /* for one call, in 100 ns */

static EFI_FILE_HANDLE root;
static EFI_GUID info_guid = EFI_FILE_INFO_ID;
static EFI_EVENT guard;
static const char *guarded;

/*
 * Firmware may follow the clusters of a damaged volume in a circle and never
 * come back; it then cannot be used any more.
 */
static void EFIAPI
hangs(EFI_EVENT event, VOID *context)
{
	(void)event;
	(void)context;
	stand_fatal("%s: the firmware hangs on it, the volume is damaged",
	    guarded);
}

static void
guard_begin(const char *path)
{
	guarded = path;
	efi_bs->SetTimer(guard, TimerRelative, PATIENCE);
}

static void
guard_end(void)
{
	efi_bs->SetTimer(guard, TimerCancel, 0);
}

void
volume_open(EFI_HANDLE image)
{
	EFI_GUID loaded_guid = EFI_LOADED_IMAGE_PROTOCOL_GUID;
	EFI_GUID volume_guid = EFI_SIMPLE_FILE_SYSTEM_PROTOCOL_GUID;
	EFI_FILE_IO_INTERFACE *volume;
	EFI_LOADED_IMAGE *loaded;

	if (efi_bs->HandleProtocol(image, &loaded_guid, (void **)&loaded) !=
	    EFI_SUCCESS || efi_bs->HandleProtocol(loaded->DeviceHandle,
	    &volume_guid, (void **)&volume) != EFI_SUCCESS ||
	    volume->OpenVolume(volume, &root) != EFI_SUCCESS)
		stand_fatal("the volume that the loader came from cannot be "
		    "read");
	if (efi_bs->CreateEvent(EVT_TIMER | EVT_NOTIFY_SIGNAL, TPL_NOTIFY,
	    hangs, NULL, &guard) != EFI_SUCCESS)
		stand_fatal("the firmware gives no timer");
}

static EFI_FILE_HANDLE
open_path(const char *path)
{
	EFI_FILE_HANDLE handle;
	EFI_STATUS status;
	CHAR16 name[PATH_LEN];
	unsigned i;

	for (i = 0; path[i] != '\0' && i < PATH_LEN - 1; i++)
		name[i] = path[i] == '/' ? '\\' : (uint8_t)path[i];
	name[i] = 0;
	if (path[i] != '\0')
		return (NULL);
	guard_begin(path);
	status = root->Open(root, &handle, name, EFI_FILE_MODE_READ, 0);
	guard_end();
	return (status == EFI_SUCCESS ? handle : NULL);
}

/* A file's, or folder's, size and attributes. */
static bool
get_info(EFI_FILE_HANDLE handle, uint64_t *size, bool *folder)
{
	uint64_t buf[(INFO_LEN + 7) / 8];
	EFI_FILE_INFO *info = (EFI_FILE_INFO *)buf;
	UINTN len = sizeof(buf);

	if (handle->GetInfo(handle, &info_guid, &len, info) != EFI_SUCCESS)
		return (false);
	*size = info->FileSize;
	*folder = (info->Attribute & EFI_FILE_DIRECTORY) != 0;
	return (true);
}

/* The file's contents, on pages of their own; NULL, or why there are none. */
static const char *
read_all(EFI_FILE_HANDLE handle, struct file *file)
{
	EFI_STATUS status;
	uint64_t done;
	uint8_t *data;
	UINTN len;

	data = file->size < MAPPED_END ? efi_pages(file->size) : NULL;
	if (data == NULL)
		return ("it does not fit into the memory");
	file->data = data;
	for (done = 0; done < file->size; done += len) {
		len = file->size - done;
		if (len > CHUNK_SIZE)
			len = CHUNK_SIZE;
		guard_begin(file->path);
		status = handle->Read(handle, &len, data + done);
		guard_end();
		if (status != EFI_SUCCESS || len == 0)
			return ("it cannot be read, the volume is damaged");
	}
	return (NULL);
}

bool
stand_open(const char *path, struct file *file)
{
	EFI_FILE_HANDLE handle;
	bool folder, there;

	handle = open_path(path);
	if (handle == NULL)
		return (false);
	*file = (struct file){ path, NULL, 0, NULL };
	there = get_info(handle, &file->size, &folder) && !folder;
	if (there)
		file->error = read_all(handle, file);
	handle->Close(handle);
	return (there);
}

/* A name in ASCII; what it cannot express becomes '?'. */
static size_t
to_ascii(char *to, const CHAR16 *from)
{
	size_t i;

	for (i = 0; i < 255 && from[i] != 0; i++)
		to[i] = from[i] < 0x80 ? (char)from[i] : '?';
	return (i);
}

static void
list_entries(EFI_FILE_HANDLE handle, const char *dir, struct dir_sort *sort)
{
	uint64_t buf[(INFO_LEN + 7) / 8];
	EFI_FILE_INFO *info = (EFI_FILE_INFO *)buf;
	EFI_STATUS status;
	char name[256];
	unsigned i;
	size_t n;
	UINTN len;

	for (i = 0; i < FOLDER_MAX; i++) {
		len = sizeof(buf);
		guard_begin(dir);
		status = handle->Read(handle, &len, info);
		guard_end();
		if (status != EFI_SUCCESS)
			break;
		if (len == 0)
			return;
		n = to_ascii(name, info->FileName);
		if (n > 0 && name[0] != '.')
			dir_add(sort, name, n, info->FileSize,
			    (info->Attribute & EFI_FILE_DIRECTORY) != 0);
	}
	stand_warn("%s: it cannot be read, the volume is damaged", dir);
}

void
stand_list(const char *dir, struct dir_sort *sort)
{
	EFI_FILE_HANDLE handle;
	uint64_t size;
	bool folder;

	handle = open_path(dir);
	if (handle == NULL)
		return;
	if (get_info(handle, &size, &folder) && folder)
		list_entries(handle, dir, sort);
	handle->Close(handle);
}
