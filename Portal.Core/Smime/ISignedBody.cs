namespace Portal.Core.Smime;

/// <summary>The body of the decrypted entity in one of its two forms.</summary>
internal interface ISignedBody : IDisposable
{
    /// <summary>Takes a piece; <paramref name="output"/> has room for it and what was held back (<see cref="SignedEntity.Slack"/>).</summary>
    /// <returns>Bytes of signed content written.</returns>
    int Push(ReadOnlySpan<byte> body, Span<byte> output);

    /// <summary>The body is over: checks it whole.</summary>
    TunnelResult.Opened Finish(SignerCheck check);
}
