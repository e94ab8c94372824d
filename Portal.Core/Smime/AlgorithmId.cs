using System.Formats.Asn1;

namespace Portal.Core.Smime;

/// <summary>An AlgorithmIdentifier (RFC 5280 §4.1.1.2).</summary>
/// <param name="Oid">The algorithm.</param>
/// <param name="Parameters">The encoded parameters; empty where there are none.</param>
internal sealed record AlgorithmId(string Oid, ReadOnlyMemory<byte> Parameters)
{
    public bool HasParameters => !Parameters.IsEmpty && !Parameters.Span.SequenceEqual<byte>([0x05, 0x00]);

    public static AlgorithmId Read(AsnReader reader, Asn1Tag? tag = null)
    {
        var sequence = reader.ReadSequence(tag);
        var oid = sequence.ReadObjectIdentifier();
        var parameters = sequence.HasData ? sequence.ReadEncodedValue() : default;
        sequence.ThrowIfNotEmpty();
        return new AlgorithmId(oid, parameters);
    }

    public AsnReader ReadParameters() => new(Parameters, AsnEncodingRules.BER);
}
