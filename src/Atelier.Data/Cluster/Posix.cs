using System.ComponentModel;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Atelier.Data.Cluster;

/// <summary>The few system calls that .NET does not offer; Linux only.</summary>
internal static partial class Posix
{
    public const int SigInt = 2;
    public const int SigQuit = 3;
    public const int SigKill = 9;

    private const int LockExclusiveNow = 2 | 4;
    private const int CurrentFolder = -100;
    private const int NoFollow = 0x100;
    private const uint BasicStats = 0x7ff;
    private const uint OwnerOnly = 0x1c0;
    private const uint Passable = 0x1ed;

    public static uint CurrentUser => GetEffectiveUser();

    public static uint CurrentGroup => GetEffectiveGroup();

    /// <summary>False when no such process exists (any more).</summary>
    public static bool Signal(int processId, int signal) => Kill(processId, signal) == 0;

    /// <summary>False when another open file holds the lock.</summary>
    public static bool TryLock(SafeFileHandle file) => Flock(file, LockExclusiveNow) == 0;

    /// <summary>Creates the folder for its owner alone, or takes everybody else's rights to an existing one.</summary>
    public static void CreateOwnFolder(string path)
    {
        if (MakeFolder(path, OwnerOnly) != 0 && ChangeMode(path, OwnerOnly) != 0)
            throw new IOException($"{path}: {Marshal.GetLastPInvokeErrorMessage()}", new Win32Exception());
    }

    public static void ChangeOwner(string path, uint user, uint group)
    {
        if (Lchown(path, user, group) != 0)
            throw new IOException($"chown {path}: {Marshal.GetLastPInvokeErrorMessage()}", new Win32Exception());
    }

    /// <summary>Lets every user pass through the folder and list it, whatever our umask is.</summary>
    public static void MakePassable(string path)
    {
        if (ChangeMode(path, Passable) != 0)
            throw new IOException($"chmod {path}: {Marshal.GetLastPInvokeErrorMessage()}", new Win32Exception());
    }

    /// <summary>Owner, group and kind of the entry itself, a link not followed; null when there is none.</summary>
    public static FileEntry? Look(string path) => Look(path, NoFollow);

    /// <summary>As <see cref="Look(string)"/>, of what a link leads to.</summary>
    public static FileEntry? LookThrough(string path) => Look(path, flags: 0);

    private static FileEntry? Look(string path, int flags)
    {
        // The layout of struct statx is the same on every architecture, unlike that of struct stat.
        Span<byte> status = stackalloc byte[256];
        if (Statx(CurrentFolder, path, flags, BasicStats, ref MemoryMarshal.GetReference(status)) != 0)
            return null;
        var kind = MemoryMarshal.Read<ushort>(status[28..]) & 0xf000;
        return new FileEntry(
            Owner: MemoryMarshal.Read<uint>(status[20..]),
            Group: MemoryMarshal.Read<uint>(status[24..]),
            IsFolder: kind == 0x4000,
            IsLink: kind == 0xa000,
            Identity: (MemoryMarshal.Read<ulong>(status[136..]), MemoryMarshal.Read<ulong>(status[32..]))
        );
    }

    /// <summary>The ids of a user of this machine; null when there is no such user.</summary>
    public static (uint User, uint Group)? FindUser(string name)
    {
        var entry = GetPasswordEntry(name);
        if (entry == 0)
            return null;
        // struct passwd begins with two pointers, then user and group, in glibc and musl alike.
        var user = (uint)Marshal.ReadInt32(entry, 2 * nint.Size);
        return (user, (uint)Marshal.ReadInt32(entry, (2 * nint.Size) + sizeof(uint)));
    }

    [LibraryImport("libc", EntryPoint = "geteuid")]
    private static partial uint GetEffectiveUser();

    [LibraryImport("libc", EntryPoint = "getegid")]
    private static partial uint GetEffectiveGroup();

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Kill(int processId, int signal);

    [LibraryImport("libc", EntryPoint = "flock", SetLastError = true)]
    private static partial int Flock(SafeFileHandle file, int operation);

    [LibraryImport("libc", EntryPoint = "mkdir", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int MakeFolder(string path, uint mode);

    [LibraryImport("libc", EntryPoint = "chmod", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int ChangeMode(string path, uint mode);

    [LibraryImport("libc", EntryPoint = "lchown", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Lchown(string path, uint user, uint group);

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Statx(int folder, string path, int flags, uint mask, ref byte status);

    [LibraryImport("libc", EntryPoint = "getpwnam", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint GetPasswordEntry(string name);
}

internal readonly record struct FileEntry(
    uint Owner,
    uint Group,
    bool IsFolder,
    bool IsLink,
    (ulong Device, ulong Number) Identity
);
