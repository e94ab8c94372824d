using System.Runtime.InteropServices;

namespace Portal.Core.Storage;

/// <summary>From here on every file that this process makes is its owner's alone: SQLite's files take no mode of ours.</summary>
internal static partial class OwnerOnlyFiles
{
    private const uint GroupAndOthers = 0b000_111_111;

    public static void Begin() => _ = Umask(GroupAndOthers);

    [LibraryImport("libc", EntryPoint = "umask")]
    private static partial uint Umask(uint mask);
}
