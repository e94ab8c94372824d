using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Portal.Core.Storage.Blobs;

/// <summary>Makes a rename durable: fsync of the folder (POSIX fsync; .NET opens no folders itself).</summary>
internal static partial class DurableFolder
{
    private const int ReadOnlyDirectory = 0x10000 | 0x80000; // O_DIRECTORY | O_CLOEXEC on Linux

    public static void Flush(string path)
    {
        using var folder = Open(path, ReadOnlyDirectory);
        if (folder.IsInvalid || Fsync(folder) != 0)
        {
            throw new IOException($"fsync of a folder failed (errno {Marshal.GetLastPInvokeError()}).");
        }
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial SafeFileHandle Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Fsync(SafeFileHandle file);
}
