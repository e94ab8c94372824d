namespace Portal.Ingest.Tests.Smtp;

/// <summary>Openings that many transcripts share.</summary>
internal static class Scripts
{
    /// <summary>Up to the end of EHLO.</summary>
    public const string Greeted = """
        S: 220 *
        C: EHLO client.example
        S*: 250

        """;

    /// <summary>Up to one accepted recipient.</summary>
    public const string Addressed = Greeted + """
        C: MAIL FROM:<a@b.example>
        C: RCPT TO:<c@d.example>
        S: 250 2.1.0 *
        S: 250 2.1.5 *

        """;

    /// <summary>Up to 354.</summary>
    public const string InData = Addressed + """
        C: DATA
        S: 354 *

        """;

    /// <summary>The header of a mail whose body is kept, with its empty line.</summary>
    public const string CipherHeader = """
        C: Content-Type: application/pkcs7-mime; name="smime.p7m"
        C:

        """;

    /// <summary>What a conversation that is still in step answers.</summary>
    public const string StillThere = """

        C: NOOP
        S: 250 2.0.0 Ok
        C: QUIT
        S: 221 2.0.0 Bye
        S: (closed)
        """;
}
