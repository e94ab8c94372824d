using System.Net;

namespace Portal.Ingest.Smtp;

/// <summary>Everything the doors write to the log: numbers and kinds, never an address of a person, never content.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "{Door} connection from {Peer} sent away with {Code} {Status}")]
    public static partial void SentAway(ILogger logger, Door door, IPAddress? peer, int code, string status);

    [LoggerMessage(2, LogLevel.Debug, "{Door} connection from {Peer} ended: {Kind}")]
    public static partial void Ended(ILogger logger, Door door, IPAddress? peer, string kind);

    [LoggerMessage(3, LogLevel.Error, "Unforeseen {Kind} in {Place}; the peer is told to try again later")]
    public static partial void Unforeseen(ILogger logger, string kind, string place);

    [LoggerMessage(4, LogLevel.Error, "The spool cannot be written: {Kind}, error {Error}; the peer is told to try again later")]
    public static partial void SpoolFailed(ILogger logger, string kind, int error);

    [LoggerMessage(5, LogLevel.Warning, "A mail was refused for {Refused} of its {Recipients} recipients, which SMTP cannot say; LMTP can")]
    public static partial void PartlyRefused(ILogger logger, int refused, int recipients);

    [LoggerMessage(6, LogLevel.Warning, "HTTP request from {Peer} with neither a gateway's key nor its client certificate")]
    public static partial void Unknown(ILogger logger, IPAddress? peer);

    /// <summary>Logs an exception by its type and method: its text may name what must not be logged.</summary>
    public static void Unforeseen(ILogger logger, Exception exception) =>
        Unforeseen(logger, exception.GetType().Name, $"{exception.TargetSite?.DeclaringType?.FullName}.{exception.TargetSite?.Name}");
}
