using System.Runtime.InteropServices;

namespace Portal.Benchmarks;

/// <summary>Opens a folder, so that it can be flushed.</summary>
internal static partial class Posix
{
    private const int ReadOnlyDirectory = 0x10000 | 0x80000;

    public static nint Open(string path) => OpenFolder(path, ReadOnlyDirectory);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int OpenFolder(string path, int flags);
}
