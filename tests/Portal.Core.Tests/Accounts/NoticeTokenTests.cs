using Portal.Core.Accounts;
using Portal.Core.Accounts.Sessions;
using Xunit;

namespace Portal.Core.Tests.Accounts;

public sealed class NoticeTokenTests
{
    public static TheoryData<string?> NoTokens => new()
    {
        null, "", " ", "AAAAAAAAAAAAAAAAAAAAA", "AAAAAAAAAAAAAAAAAAAAAAA", "!!!!!!!!!!!!!!!!!!!!!!",
        "AAAAAAAAAAAAAAAAAAAAA=", "AAAAAAAAAAAAAAAAAAAA==", "AAAAAAAAAA AAAAAAAAAAA", "AAAAAAAAAA\nAAAAAAAAAAA", "AAAA+AAAA/AAAAAAAAAAAA",
        "ÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄ", "\uD800AAAAAAAAAAAAAAAAAAAAA", "../../../../../../../../", "' OR 1=1 -- AAAAAAAAAA",
        new string('A', 1_000_000),
    };

    [Fact]
    public void Tokens_are_a_hundred_and_twenty_eight_bits_and_only_their_hash_is_kept()
    {
        var token = NoticeToken.Create();

        Assert.Matches("^[A-Za-z0-9_-]{22}$", token.Text);
        Assert.Equal(32, token.Hash.Length);
        Assert.Equal(token.Hash, NoticeToken.HashOf(token.Text));
        Assert.Equal(1000, Enumerable.Range(0, 1000).Select(_ => NoticeToken.Create().Text).Distinct(StringComparer.Ordinal).Count());
    }

    [Theory]
    [MemberData(nameof(NoTokens))]
    public void What_is_no_token_has_no_hash(string? text) => Assert.Null(NoticeToken.HashOf(text));

    [Theory]
    [MemberData(nameof(NoTokens))]
    public void Nor_is_it_a_sessions_secret_when_it_is_as_long(string? text) =>
        Assert.Null(SessionSecret.Parse(text is { Length: 22 } ? text[..21] + text : text));

    [Fact]
    public void A_sessions_secret_reads_what_it_wrote()
    {
        var secret = SessionSecret.Create();

        Assert.Equal(secret.Id, SessionSecret.Parse(secret.ToText())?.Id);
    }
}
