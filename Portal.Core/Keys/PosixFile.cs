using System.Runtime.InteropServices;
using System.Text;

namespace Portal.Core.Keys;

/// <summary>The two calls on files that the framework lacks: a link that never overwrites, and the flush of a folder.</summary>
internal static class PosixFile
{
    private const int FileExists = 17;
    private const int ReadOnly = 0;

    /// <summary>Gives a file a second name, unless that name is taken.</summary>
    public static void LinkIfFree(string existing, string name)
    {
        if (Link(Encode(existing), Encode(name)) != 0 && Marshal.GetLastPInvokeError() is var error and not FileExists)
        {
            throw Failed(error);
        }
    }

    /// <summary>Makes the names in a folder durable.</summary>
    public static void FlushFolder(string folder)
    {
        var descriptor = Open(Encode(folder), ReadOnly);
        if (descriptor < 0)
        {
            throw Failed(Marshal.GetLastPInvokeError());
        }

        var error = Sync(descriptor) == 0 ? 0 : Marshal.GetLastPInvokeError();
        _ = Close(descriptor);
        if (error != 0)
        {
            throw Failed(error);
        }
    }

    private static IOException Failed(int error) => new(Marshal.GetPInvokeErrorMessage(error));

    private static byte[] Encode(string path) => [.. Encoding.UTF8.GetBytes(path), 0];

    [DllImport("libc", EntryPoint = "link", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Link(byte[] existing, byte[] name);

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Open(byte[] path, int flags);

    [DllImport("libc", EntryPoint = "fsync", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Sync(int descriptor);

    [DllImport("libc", EntryPoint = "close", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Close(int descriptor);
}
