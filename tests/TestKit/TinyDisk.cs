using Xunit;

namespace TestKit;

/// <summary>A disk of a few megabytes, mounted on a folder: to be full in earnest. Only root can have one.</summary>
public sealed class TinyDisk : IDisposable
{
    private readonly string _path;

    private TinyDisk(string path) => _path = path;

    private string Ballast => Path.Combine(_path, "ballast");

    public static async Task<TinyDisk> MountAsync(string path, int kilobytes)
    {
        Directory.CreateDirectory(path);
        await Tool.RunAsync("mount", ["-t", "tmpfs", "-o", $"size={kilobytes}k,mode=0700", "tmpfs", path]);
        return new TinyDisk(path);
    }

    /// <summary>Fills it until no more than this is free.</summary>
    public void Fill(long freeBytes)
    {
        using var file = new FileStream(Ballast, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        var block = new byte[4096];
        while (new DriveInfo(_path).AvailableFreeSpace > freeBytes)
        {
            file.Write(block);
        }
    }

    public void Clear() => File.Delete(Ballast);

    public void Dispose()
    {
        using var process = System.Diagnostics.Process.Start("umount", ["-l", _path]);
        process.WaitForExit();
    }
}

/// <summary>A fact that needs a disk of its own and is visibly skipped where the tests may mount none.</summary>
public sealed class TinyDiskFactAttribute : FactAttribute
{
    private static readonly Lazy<bool> Possible = new(() =>
    {
        if (!Environment.IsPrivilegedProcess || !Tool.Exists("mount"))
        {
            return false;
        }

        using var folder = new TempFolder();
        using var mount = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo(
            "mount", ["-t", "tmpfs", "-o", "size=64k", "tmpfs", folder.Path]) { RedirectStandardError = true })!;
        mount.WaitForExit();
        if (mount.ExitCode != 0)
        {
            return false;
        }

        using var unmount = System.Diagnostics.Process.Start("umount", [folder.Path]);
        unmount.WaitForExit();
        return true;
    });

    public TinyDiskFactAttribute() => Skip = Possible.Value ? null : "only root can mount a small disk, and not in every container";
}
