namespace Portal.Core.Outbox.Relay;

/// <summary>The connection is of no more use. The text is a class of failure or a reply code, never the relay's words.</summary>
internal sealed class SmtpFailure(string code, Exception? inner = null) : Exception(code, inner)
{
    public const string Timeout = "timeout";
    public const string Lost = "connection lost";
    public const string LostAfterData = "connection lost after data";
    public const string Garbled = "garbled reply";

    /// <summary>A reply that ends the connection's use, as its codes.</summary>
    public static SmtpFailure Of(SmtpReply reply) => new(reply.Codes);
}
