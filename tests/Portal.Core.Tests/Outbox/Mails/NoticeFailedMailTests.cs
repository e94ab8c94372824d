using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Portal.Core.Keys;
using Portal.Core.Outbox;
using Portal.Core.Outbox.Bounces;
using Portal.Core.Outbox.Mails;
using Portal.Core.Storage.Model;
using Portal.Core.Tenants;
using Portal.Core.Tests.Tenants;
using Xunit;

namespace Portal.Core.Tests.Outbox.Mails;

/// <summary>Notices that come back: with which sender they leave, and what their senders are told.</summary>
public sealed class NoticeFailedMailTests
{
    [Theory]
    [InlineData("en", "5.1.1", "does not know this address")]
    [InlineData("en", "5.1.10", "does not know this address")]
    [InlineData("en", "5.2.2", "is full")]
    [InlineData("en", "5.2.1", "takes no mail at present")]
    [InlineData("en", "4.4.7", "for days")]
    [InlineData("en", "5.7.1", "by its own rules")]
    [InlineData("en", "5.0.0", "named no cause")]
    [InlineData("en", "550", "named no cause")]
    [InlineData("de", "5.1.1", "kennt diese Adresse nicht")]
    [InlineData("de", "5.2.2", "ist voll")]
    public void The_sender_learns_whom_why_and_what_to_do(string language, string status, string why)
    {
        var failed = new NoticeFailedPayload
        {
            To = "alice@example.com", RecipientAddress = "bob@example.net", Status = status, SenderToken = "AbCdEfGhIjKlMnOpQrStUv", Language = language,
        };
        var entry = Samples.Sealer(new FakeClock()).Seal(failed, TenantCatalog.Default);
        var mail = Samples.Compose.Compose(entry, JsonSerializer.SerializeToUtf8Bytes(failed));
        Assert.Equal((OutboxKind.NoticeFailed, "alice@example.com", "portal@bank.example"), (entry.Kind, mail.To, mail.From));
        var text = string.Join(' ', new RawMail(mail).Text.Split((char[])['\r', '\n', ' '], StringSplitOptions.RemoveEmptyEntries));
        foreach (var piece in new[] { "bob@example.net", why, status, "https://portal.example.com/sent/AbCdEfGhIjKlMnOpQrStUv" })
        {
            Assert.Contains(piece, text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_notice_leaves_with_a_sender_of_its_own_where_the_tenant_wants_it_and_still_says_who_it_is_from()
    {
        var tenants = Configured.Tenants(("BounceAddress", "bounces@portal.example"), ("MailFrom", "portal@bank.example"));
        using var pepper = new ServerPepper(RandomNumberGenerator.GetBytes(ServerPepper.Size));
        var addresses = new BounceAddresses(pepper, tenants);
        var compose = new ComposeMail(
            tenants, Options.Create(new PortalOptions { PublicUrl = new Uri("https://portal.example.com") }), Samples.Blobs, addresses);
        var (delivery, payload) = (Guid.NewGuid(), JsonSerializer.SerializeToUtf8Bytes(Samples.Notice));

        var mail = compose.Compose(Samples.Sealer(new FakeClock()).Seal(Samples.Notice, TenantCatalog.Default, delivery), payload);
        Assert.Equal(delivery, addresses.Find(mail.From)!.DeliveryId);
        Assert.Contains(new RawMail(mail).Headers, line => line.StartsWith("From: ", StringComparison.Ordinal) && line.EndsWith("<portal@bank.example>", StringComparison.Ordinal));
        Assert.DoesNotContain("bounces", System.Text.Encoding.ASCII.GetString(mail.Content.Span), StringComparison.Ordinal);
        Assert.Equal("portal@bank.example", compose.Compose(Samples.Sealer(new FakeClock()).Seal(Samples.Notice, TenantCatalog.Default), payload).From);
    }
}
