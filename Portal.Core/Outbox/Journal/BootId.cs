namespace Portal.Core.Outbox.Journal;

/// <summary>Which start of the machine this is. What was written without fsync is still there after a process was killed, but not for
/// certain after the machine went down.</summary>
internal sealed record BootId(Guid Value)
{
    private const string Source = "/proc/sys/kernel/random/boot_id"; // proc_sys_kernel(5)

    /// <summary>The running kernel's; where it gives none, one that no other process has.</summary>
    public static BootId Read()
    {
        try
        {
            return new BootId(Guid.Parse(File.ReadAllText(Source)));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or FormatException)
        {
            return new BootId(Guid.NewGuid());
        }
    }
}
