namespace Portal.CrashTests;

/// <summary>Where the portal's own mails go while it is killed again and again.</summary>
internal interface IWayOut : IAsyncDisposable
{
    /// <summary>The settings that lead the portal there.</summary>
    string[] Settings { get; }

    /// <summary>What came so far.</summary>
    Received Received { get; }
}
