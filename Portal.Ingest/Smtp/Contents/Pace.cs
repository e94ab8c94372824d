namespace Portal.Ingest.Smtp.Contents;

/// <summary>How long the next bytes of a mail may take: neither a long pause nor an endless trickle holds a connection.</summary>
internal sealed class Pace(SmtpOptions options, TimeProvider time)
{
    private readonly long _started = time.GetTimestamp();

    /// <param name="received">Bytes of this DATA or BDAT so far.</param>
    public TimeSpan Left(long received)
    {
        var whole = options.DataTimeout + TimeSpan.FromSeconds((double)received / options.MinDataBytesPerSecond);
        var left = whole - time.GetElapsedTime(_started);
        return left < options.DataTimeout ? left : options.DataTimeout;
    }
}
