using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Portal.Ingest.Tests.Http;

/// <summary>The same key stands for the same mail to the same people, for a day.</summary>
public sealed class IdempotencyKeyTests(HttpOffice office) : IClassFixture<HttpOffice>
{
    private static readonly string Reused = HttpOffice.Problem(
        422, "Idempotency-Key used before", "This Idempotency-Key was sent with another message or envelope within the last 24 hours.");

    private readonly string _key = $"\"{Guid.NewGuid()}\"";

    [Fact]
    public async Task The_same_mail_again_gets_the_same_answer_and_is_there_once()
    {
        var (mail, before) = (await office.MailAsync(), await DeliveriesAsync());
        var answers = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => office.PostAsync(mail, Keyed(_key))));
        Assert.All(answers, answer => Assert.Equal(HttpOffice.Taken("bob@example.org"), answer));
        Assert.Equal(before + 1, await DeliveriesAsync());
    }

    [Fact]
    public async Task Another_mail_under_the_same_key_is_refused_and_not_kept()
    {
        Assert.Equal(HttpOffice.Taken("bob@example.org"), await office.PostAsync(await office.MailAsync(), Keyed(_key)));
        var (other, before) = (await office.MailAsync(), await DeliveriesAsync());
        Assert.Equal(Reused, await office.PostAsync(other, Keyed(_key)));
        Assert.Equal(before, await DeliveriesAsync());
        Assert.Equal(HttpOffice.Taken("bob@example.org"), await office.PostAsync(other, Keyed($"\"{Guid.NewGuid()}\"")));
    }

    [Fact]
    public async Task The_same_mail_to_somebody_else_is_another_request()
    {
        var mail = await office.MailAsync();
        Assert.Equal(HttpOffice.Taken("bob@example.org"), await office.PostAsync(mail, Keyed(_key)));
        Assert.Equal(Reused, await office.PostAsync(mail, request =>
        {
            Keyed(_key)(request);
            request.Headers.Add("X-Envelope-To", "eve@example.org");
        }));
    }

    [Fact]
    public async Task Of_two_mails_at_once_under_one_key_one_is_taken()
    {
        var mails = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => office.MailAsync()));
        var answers = await Task.WhenAll(mails.Select(mail => office.PostAsync(mail, Keyed(_key))));
        Assert.Single(answers, HttpOffice.Taken("bob@example.org"));
        Assert.Equal(3, answers.Count(answer => answer == Reused));
    }

    [Theory]
    [InlineData("two words")]
    [InlineData("")]
    public async Task A_key_that_is_none_is_refused(string key) => Assert.StartsWith(
        "400 ", await office.PostAsync([], request => request.Headers.TryAddWithoutValidation("Idempotency-Key", key)), StringComparison.Ordinal);

    private static Action<HttpRequestMessage> Keyed(string key) => request => request.Headers.Add("Idempotency-Key", key);

    private Task<int> DeliveriesAsync() => office.Portal.QueryAsync(db => db.Deliveries.CountAsync());
}
