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

static EFI_FILE_HANDLE root;
static EFI_GUID info_guid = EFI_FILE_INFO_ID;

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
}

static EFI_FILE_HANDLE
open_path(const char *path)
{
	EFI_FILE_HANDLE handle;
	CHAR16 name[PATH_LEN];
	unsigned i;

	for (i = 0; path[i] != '\0' && i < PATH_LEN - 1; i++)
		name[i] = path[i] == '/' ? '\\' : (uint8_t)path[i];
	name[i] = 0;
	if (path[i] != '\0' || root->Open(root, &handle, name,
	    EFI_FILE_MODE_READ, 0) != EFI_SUCCESS)
		return (NULL);
	return (handle);
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

/* The file's contents, on pages of their own. */
static bool
read_all(EFI_FILE_HANDLE handle, const char *path, struct file *file)
{
	uint64_t size;
	uint8_t *data;
	bool folder;
	UINTN len;

	if (!get_info(handle, &size, &folder) || folder)
		return (false);
	data = size < MAPPED_END ? efi_pages(size) : NULL;
	if (data == NULL) {
		stand_warn("%s: it does not fit into the memory", path);
		return (false);
	}
	len = size;
	if (handle->Read(handle, &len, data) != EFI_SUCCESS || len != size) {
		stand_warn("%s: it cannot be read, the volume is damaged",
		    path);
		return (false);
	}
	*file = (struct file){ path, data, size };
	return (true);
}

bool
stand_open(const char *path, struct file *file)
{
	EFI_FILE_HANDLE handle;
	bool ok;

	handle = open_path(path);
	if (handle == NULL)
		return (false);
	ok = read_all(handle, path, file);
	handle->Close(handle);
	return (ok);
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
	char name[256];
	unsigned i;
	size_t n;
	UINTN len;

	for (i = 0; i < FOLDER_MAX; i++) {
		len = sizeof(buf);
		if (handle->Read(handle, &len, info) != EFI_SUCCESS)
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
