namespace Portal.Core.Smime;

/// <summary>Leaves the parser with a reason; never leaves this folder.</summary>
internal sealed class RefusedException(TunnelRefusal reason) : Exception
{
    public TunnelRefusal Reason { get; } = reason;

    public static RefusedException Malformed() => new(TunnelRefusal.Malformed);
}
