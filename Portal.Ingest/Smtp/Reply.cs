using Portal.Ingest.Intake;

namespace Portal.Ingest.Smtp;

/// <summary>One reply (RFC 5321 §4.2) with its enhanced status code (RFC 3463), which greetings and 354 do without (RFC 2034 §4).</summary>
internal readonly record struct Reply(int Code, string Status, string Text)
{
    public static readonly Reply Ok = new(250, "2.0.0", "Ok");
    public static readonly Reply Taken = new(250, "2.0.0", "Taken");
    public static readonly Reply SenderOk = new(250, "2.1.0", "Sender ok");
    public static readonly Reply RecipientOk = new(250, "2.1.5", "Recipient ok");
    public static readonly Reply Bye = new(221, "2.0.0", "Bye");
    public static readonly Reply ReadyForTls = new(220, "2.0.0", "Ready to start TLS");
    public static readonly Reply SendData = new(354, "", "End data with <CRLF>.<CRLF>");
    public static readonly Reply Verify = new(252, "2.1.5", "Send some mail, and it will be tried");
    public static readonly Reply Help = new(214, "2.0.0", "RFC 5321, RFC 2033");

    public static readonly Reply ShuttingDown = new(421, "4.3.2", "Shutting down");
    public static readonly Reply TooManyConnections = new(421, "4.3.2", "Too many connections");
    public static readonly Reply TimedOut = new(421, "4.4.2", "Waited too long");
    public static readonly Reply TooManyErrors = new(421, "4.7.0", "Too many errors");
    public static readonly Reply Unforeseen = new(451, "4.3.0", "Local error, try again later");
    public static readonly Reply DiskFull = new(452, "4.3.1", "No space left, try again later");
    public static readonly Reply TooManyRecipients = new(452, "4.5.3", "Too many recipients");

    public static readonly Reply UnknownCommand = new(500, "5.5.1", "Unknown command");
    public static readonly Reply BareLineEnd = new(500, "5.5.2", "Bare CR or LF: lines end in CRLF");
    public static readonly Reply BadCharacters = new(500, "5.5.2", "Control characters or no UTF-8");
    public static readonly Reply LineTooLong = new(500, "5.5.2", "Line too long");
    public static readonly Reply BadArgument = new(501, "5.5.4", "Syntax error in the argument");
    public static readonly Reply BadSender = new(501, "5.1.7", "Bad sender address");
    public static readonly Reply BadRecipient = new(501, "5.1.3", "Bad recipient address");
    public static readonly Reply NoTls = new(502, "5.5.1", "STARTTLS is not offered");
    public static readonly Reply BadSequence = new(503, "5.5.1", "Bad sequence of commands");
    public static readonly Reply NotWithBinary = new(503, "5.5.1", "BINARYMIME needs BDAT");
    public static readonly Reply TlsRequired = new(530, "5.7.0", "Say STARTTLS first");
    public static readonly Reply BareLineEndInMail = new(550, "5.5.2", "Bare CR or LF in the mail");
    public static readonly Reply NoNotice = new(550, "5.1.1", "No notice was sent from that address");
    public static readonly Reply ReportsOnly = new(550, "5.7.1", "Only reports are taken there: the reverse path must be empty");
    public static readonly Reply TooLarge = new(552, "5.3.4", "Mail too large");
    public static readonly Reply HeaderTooLarge = new(552, "5.3.4", "Mail header too large");
    public static readonly Reply Utf8Needed = new(553, "5.6.7", "This address needs SMTPUTF8");
    public static readonly Reply NetworkRefused = new(554, "5.7.1", "Not for your network");
    public static readonly Reply InjectedBeforeTls = new(554, "5.5.1", "Nothing may follow STARTTLS before its reply");
    public static readonly Reply ContentTooEarly = new(554, "5.5.0", "Nothing may follow DATA before its reply");
    public static readonly Reply NotHttp = new(554, "5.7.0", "This is no web server");
    public static readonly Reply UnknownParameter = new(555, "5.5.4", "Unknown parameter");

    /// <summary>What a gateway is told about one recipient.</summary>
    public static Reply Of(IntakeOutcome outcome) => outcome switch
    {
        IntakeOutcome.Accepted => Taken,
        IntakeOutcome.Rejected { Code: >= 500 and <= 599 } no => new(no.Code, no.Status, OneLine(no.Text)),
        IntakeOutcome.Deferred { Code: >= 400 and <= 499 } later => new(later.Code, later.Status, OneLine(later.Text)),
        _ => Unforeseen,
    };

    // A text from further inside must not become a second reply or more than a reply line (RFC 5321 §4.5.3.1.5).
    private static string OneLine(string text) =>
        string.Create(Math.Min(text.Length, 400), text, static (line, source) =>
        {
            for (var i = 0; i < line.Length; i++)
            {
                line[i] = source[i] is >= ' ' and <= '~' ? source[i] : '?';
            }
        });
}
