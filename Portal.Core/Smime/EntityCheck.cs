using System.Formats.Asn1;
using System.Security.Cryptography;

namespace Portal.Core.Smime;

/// <summary>Follows the plaintext to its end whatever it is: once something is wrong it goes on digesting and handing out the
/// bytes, so that a mail that is broken early costs about what one with a bad signature costs (threats C3).</summary>
internal sealed class EntityCheck(SignerCheck check) : IDisposable
{
    private readonly SignedEntity _entity = new();
    private IncrementalHash? _idle;
    private TunnelRefusal _refusal;

    /// <summary>The cipher is one that authenticates: the entity's header may be spelt in any way.</summary>
    public void TrustHeader() => _entity.IsAuthenticated = true;

    /// <summary>Takes a piece; <paramref name="output"/> has room for it and <see cref="SignedEntity.Slack"/>.</summary>
    public int Push(ReadOnlySpan<byte> plain, Span<byte> output)
    {
        if (_idle is null)
        {
            try
            {
                return _entity.Push(plain, output);
            }
            catch (Exception e) when (Reason(e) is { } reason)
            {
                Idle(reason);
            }
        }

        _idle!.AppendData(plain);
        plain.CopyTo(output);
        return plain.Length;
    }

    public TunnelResult Finish()
    {
        if (_idle is not null)
        {
            check.Imitate(_idle.GetHashAndReset());
            return new TunnelResult.Refused(_refusal);
        }

        try
        {
            return _entity.Finish(check);
        }
        catch (Exception e) when (Reason(e) is { } reason)
        {
            return new TunnelResult.Refused(reason);
        }
    }

    public void Dispose()
    {
        _entity.Dispose();
        _idle?.Dispose();
    }

    /// <summary>What an exception means that bad input can cause; null for all others.</summary>
    public static TunnelRefusal? Reason(Exception exception) => exception switch
    {
        RefusedException refused => refused.Reason,
        AsnContentException => TunnelRefusal.Malformed,
        CryptographicException => TunnelRefusal.Malformed,
        _ => null,
    };

    private void Idle(TunnelRefusal reason)
    {
        _refusal = reason;
        _idle = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    }
}
