using System.Text;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Accounts.Factors;
using Portal.Core.Messages.Certificates;
using Portal.Core.Storage.Model;
using Portal.Core.Tests.Storage;
using Xunit;

namespace Portal.Core.Tests.Messages.Certificates;

/// <summary>Anna shows that she has the key of a certificate: nothing is sent to it before.</summary>
public sealed class ProveCertificateTests : CertificateBench
{
    [Fact]
    public async Task The_code_lies_in_a_mail_that_only_the_key_opens_and_until_it_is_typed_mail_waits_in_the_portal()
    {
        Assert.Null(await AddAsync(Key.Pem));
        var challenge = Assert.Single(await EntriesAsync(OutboxKind.CertificateChallenge));
        var mail = await ComposeAsync(challenge);
        Assert.DoesNotMatch(Digits(), Encoding.ASCII.GetString(mail));
        await DeliverAsync("Before the code");
        Assert.Equal(2, await Installation.QueryAsync(db => db.Deliveries.CountAsync()));

        Assert.Equal(ProveCertificateOutcome.Wrong, await ProveAsync("00000000"));
        Assert.Equal(ProveCertificateOutcome.Proved, await ProveAsync(Digits().Match(await Key.DecryptAsync(mail)).Value));

        Assert.Equal(FactorChange.CertificateInUse, await Installation.QueryAsync(db => db.FactorEvents.Select(e => e.Change).SingleAsync()));
        Assert.Single(await EntriesAsync(OutboxKind.Factor));
        Assert.Equal(ProveCertificateOutcome.Ended, await ProveAsync("00000000"));
    }

    [Fact]
    public async Task Ten_wrong_codes_end_it_and_a_day_too()
    {
        await AddAsync(Key.Pem);
        var code = await CodeAsync();
        for (var i = 1; i < CertificateCode.Tries; i++)
        {
            Assert.Equal(ProveCertificateOutcome.Wrong, await ProveAsync("x"));
        }

        Assert.Equal(ProveCertificateOutcome.Ended, await ProveAsync("x"));
        Assert.Equal(ProveCertificateOutcome.Ended, await ProveAsync(code));

        await AddAsync(Key.Pem);
        code = await CodeAsync();
        Installation.Clock.Move(CertificateCode.Lifetime);
        Assert.Equal(ProveCertificateOutcome.Ended, await ProveAsync(code));
    }

    [Fact]
    public async Task Another_finds_neither_the_mailbox_nor_the_certificate()
    {
        var bert = new FactorOwner((await Accounts.Person.RegisterAsync(Installation, Post.Bert)).Id, "default", "");
        Assert.Equal(CertificateFault.Unreadable, await Installation.Get<AddCertificate>().AddAsync(bert, MailboxId, Key.Pem, null, CancellationToken.None));
        await UseAsync();
        var id = await RowAsync();
        Assert.Equal(ProveCertificateOutcome.Ended, await Installation.Get<ProveCertificate>().ProveAsync(bert, id, "x", CancellationToken.None));
        Assert.False(await Installation.Get<ChangeCertificate>().UseAsync(bert, id, false, CancellationToken.None));
        Assert.False(await Installation.Get<ChangeCertificate>().RemoveAsync(bert, id, CancellationToken.None));
    }

    [Fact]
    public async Task Five_codes_an_hour_are_sent_and_no_more()
    {
        for (var i = 0; i < AddCertificate.MostPerHour; i++)
        {
            Assert.Null(await AddAsync(Key.Pem));
        }

        Assert.Equal(CertificateFault.TooMany, await AddAsync(Key.Pem));
        Installation.Clock.Move(TimeSpan.FromHours(1));
        Assert.Null(await AddAsync(Key.Pem));
    }
}
