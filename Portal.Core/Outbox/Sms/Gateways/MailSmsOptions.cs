namespace Portal.Core.Outbox.Sms.Gateways;

/// <summary>The settings below <c>Sms:Mail</c>.</summary>
public sealed class MailSmsOptions
{
    /// <summary>The gateway's domain: the mail goes to <c>41791234567@domain</c>.</summary>
    public string Domain { get; set; } = "";

    /// <summary>Whether the number keeps its + in that address.</summary>
    public bool WithPlus { get; set; }

    /// <summary>The mail's sender, if the gateway knows its customers by it; empty: the tenant's MailFrom.</summary>
    public string From { get; set; } = "";

    /// <summary>The mail's subject, for gateways that ask for one.</summary>
    public string Subject { get; set; } = "";
}
