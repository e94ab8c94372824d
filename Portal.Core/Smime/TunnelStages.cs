using System.Buffers;

namespace Portal.Core.Smime;

/// <summary>Signature, envelope and base64 one behind the other: content goes in, lines of the outer body come out.</summary>
internal sealed class TunnelStages : IDisposable
{
    private readonly ISignedWriter _signed;
    private readonly EnvelopeWriter _envelope;
    private readonly Base64Lines _base64 = new();
    private readonly ArrayBufferWriter<byte> _plain = new();
    private readonly ArrayBufferWriter<byte> _sealed = new();
    private readonly ArrayBufferWriter<byte> _lines = new();

    public TunnelStages(ISignedWriter signed, EnvelopeWriter envelope)
    {
        (_signed, _envelope) = (signed, envelope);
        signed.Begin(_plain);
        envelope.Begin(_sealed);
    }

    /// <summary>Takes the next content; the last ends all three.</summary>
    /// <returns>What can be written; good until the next call.</returns>
    public ReadOnlyMemory<byte> Push(ReadOnlySpan<byte> content, bool last)
    {
        _lines.ResetWrittenCount();
        _signed.Content(content, _plain);
        if (last)
        {
            _signed.End(_plain);
        }

        _envelope.Content(_plain.WrittenSpan, _sealed);
        if (last)
        {
            _envelope.End(_sealed);
        }

        _base64.Write(_sealed.WrittenSpan, _lines, last);
        _plain.ResetWrittenCount();
        _sealed.ResetWrittenCount();
        return _lines.WrittenMemory;
    }

    /// <summary>Overwrites what there is in clear.</summary>
    public void Dispose() => _plain.Clear();
}
