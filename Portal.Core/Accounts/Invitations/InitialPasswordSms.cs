using System.Net;
using Portal.Core.Outbox.Mails;
using Portal.Core.Outbox.Sms;
using Portal.Core.Storage.Model;
using Portal.Core.Tenants;

namespace Portal.Core.Accounts.Invitations;

/// <summary>The SMS with an initial password: from whom, the password, and that it is for its reader alone. No link: that comes by mail.</summary>
internal static class InitialPasswordSms
{
    public static SmsRequest Request(
        TenantOptions tenant, InvitationCall call, string password, DateTimeOffset until, IPAddress? askedFrom = null) => new()
    {
        Number = call.Number!,
        Text = MailTexts.In(call.Sender.Language, tenant.Language)["SmsInitialPassword", tenant.DisplayName, password],
        Purpose = SmsPurpose.InitialPassword,
        OwnerId = call.MailboxId,
        Address = askedFrom,
        ValidUntil = until,
        Tenant = call.Tenant,
    };
}
