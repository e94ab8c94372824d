namespace Portal.Core;

/// <summary>What a room's host is told beside the operator's own arguments.</summary>
public static class HostArguments
{
    // The framework watches the working directory, with all below it, for changed settings. The data folder usually lies there:
    // every blob folder would be walked at the start, and every file of every mail would raise events.
    private const string NoWatching = "--hostBuilder:reloadConfigOnChange=false";

    /// <summary>Settings are read once, at the start.</summary>
    /// <param name="arguments">The operator's, which come last and so win.</param>
    /// <returns>Arguments for the host's builder.</returns>
    public static string[] WithoutWatching(IEnumerable<string> arguments) => [NoWatching, .. arguments];
}
