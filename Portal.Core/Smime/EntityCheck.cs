using System.Formats.Asn1;
using System.Security.Cryptography;

namespace Portal.Core.Smime;

/// <summary>Follows the plaintext to its end whatever it is: once something is wrong it goes on as if it read a body, and ends in a
/// signature that is checked, so that a mail that is broken early costs what one with a bad signature costs (threats C3).</summary>
internal sealed class EntityCheck(SignerCheck check) : IDisposable
{
    private readonly SignedEntity _entity = new();
    private IdleBody? _idle;
    private TunnelRefusal _refusal;
    private int _held; // bytes of a header that has not ended

    /// <summary>The cipher is one that authenticates: the entity's header may be spelt in any way.</summary>
    public void TrustHeader() => _entity.IsAuthenticated = true;

    /// <summary>Takes a piece; <paramref name="output"/> has room for it and <see cref="SignedEntity.Slack"/>.</summary>
    public int Push(ReadOnlySpan<byte> plain, Span<byte> output)
    {
        if (_idle is not null)
        {
            return _idle.Pass(plain.Length, output);
        }

        try
        {
            _held += _entity.HasBody ? 0 : plain.Length;
            return _entity.Push(plain, output);
        }
        catch (Exception e) when (Reason(e) is { } reason)
        {
            return Idle(reason, _entity.HasBody ? plain.Length : _held, output);
        }
    }

    public TunnelResult Finish()
    {
        if (_idle is null)
        {
            try
            {
                return _entity.Finish(check);
            }
            catch (Exception e) when (Reason(e) is { } reason)
            {
                var scratch = new byte[Limits.Chunk + SignedEntity.Slack];
                Idle(reason, _entity.HasBody ? 0 : _held, scratch);
            }
        }

        check.Imitate(_idle!.Finish());
        return new TunnelResult.Refused(_refusal);
    }

    /// <summary>Spends the time of the exception that a wrong entity ends in, where this one has been right.</summary>
    public void Imitate()
    {
        if (_idle is not null)
        {
            return;
        }

        try
        {
            throw RefusedException.Malformed();
        }
        catch (RefusedException)
        {
            // Only its time is wanted.
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

    private int Idle(TunnelRefusal reason, int unread, Span<byte> output)
    {
        _refusal = reason;
        _idle = new IdleBody();
        return _idle.Pass(unread, output);
    }
}
