using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Portal.Core.Storage;

/// <summary>The two calls on files that the framework lacks: a link that never overwrites, and the fsync of a folder.</summary>
internal static partial class PosixFile
{
    // Linux: errno and flags of the calls below.
    private const int FileExists = 17;
    private const int ReadOnlyDirectory = 0x10000 | 0x80000; // O_DIRECTORY | O_CLOEXEC

    /// <summary>Gives a file a second name, unless that name is taken.</summary>
    /// <exception cref="IOException">It cannot be linked.</exception>
    public static void LinkIfFree(string existing, string name)
    {
        if (Link(existing, name) != 0 && Marshal.GetLastPInvokeError() is var error and not FileExists)
        {
            throw Failed("A link", error);
        }
    }

    /// <summary>Makes the names in a folder durable.</summary>
    /// <exception cref="IOException">The folder cannot be flushed.</exception>
    public static void FlushFolder(string path)
    {
        using var folder = Open(path, ReadOnlyDirectory);
        if (folder.IsInvalid || Fsync(folder) != 0)
        {
            throw Failed("fsync of a folder", Marshal.GetLastPInvokeError());
        }
    }

    private static IOException Failed(string what, int error) => new($"{what} failed: {Marshal.GetPInvokeErrorMessage(error)}.");

    [LibraryImport("libc", EntryPoint = "link", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Link(string existing, string name);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial SafeFileHandle Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Fsync(SafeFileHandle file);
}
