using System.Security.Cryptography;
using System.Text;
using Portal.Core.Accounts;
using Portal.Core.Keys;
using Portal.Core.Sealing;
using Xunit;

namespace Portal.Core.Tests.Accounts;

public sealed class InitialPasswordsTests : IDisposable
{
    private const string Known = "kmrt-pxwb-cdgh-jnsz";

    private readonly ServerPepper _pepper = new(RandomNumberGenerator.GetBytes(ServerPepper.Size));
    private readonly InitialPasswords _passwords;
    private readonly Guid _mailbox = Guid.NewGuid();

    public InitialPasswordsTests() => _passwords = new InitialPasswords(_pepper);

    public void Dispose() => _pepper.Dispose();

    [Fact]
    public void They_are_four_groups_of_four_consonants_that_look_like_nothing_else() =>
        Assert.All(Many(300), text => Assert.Matches("^[bcdfghjkmnpqrstvwxyz]{4}(-[bcdfghjkmnpqrstvwxyz]{4}){3}$", text));

    [Fact]
    public void They_are_chosen_from_at_least_two_to_the_sixtieth()
    {
        var letters = Many(3000).Select(text => text.Replace("-", "", StringComparison.Ordinal)).ToList();

        // Every place takes its letter from as many as were seen there.
        var bits = Enumerable.Range(0, letters[0].Length).Sum(place => Math.Log2(letters.Select(text => text[place]).Distinct().Count()));

        Assert.InRange(bits, 60, 70);
    }

    [Fact]
    public void For_an_SMS_they_are_two_groups_of_five_from_at_least_two_to_the_fortieth()
    {
        var letters = Enumerable.Range(0, 3000).Select(_ => InitialPasswords.CreateShort()).ToList();
        Assert.All(letters, text => Assert.Matches("^[bcdfghjkmnpqrstvwxyz]{5}-[bcdfghjkmnpqrstvwxyz]{5}$", text));
        Assert.InRange(Enumerable.Range(0, 11).Sum(place => Math.Log2(letters.Select(text => text[place]).Distinct().Count())), 40, 44);
        Assert.True(InitialPasswords.IsIn("My KMRTP xwbcd!", "kmrtp-xwbcd"));
    }

    [Theory]
    [InlineData(Known, true)]
    [InlineData(" KMRT PXWB cdghjnsz ", true)]
    [InlineData("kmrt-pxwb-cdgh-jnsx", false)]
    [InlineData("", false)]
    public void What_was_typed_opens_the_slot_that_was_written_with_it_and_what_is_stored_does_not(string typed, bool opens)
    {
        using var key = MailboxKey.Create();
        using var written = _passwords.SlotSecret(Known);
        using var secret = _passwords.SlotSecret(typed);
        var slot = PasswordSlot.Create(key, written, _mailbox);

        var refusal = Record.Exception(() => PasswordSlot.Open(slot, secret, _mailbox).Dispose());

        Assert.Equal(opens, refusal is null);
        Assert.True(opens || refusal is SealingException { Failure: SealingFailure.WrongKey });
        Assert.NotEqual(_passwords.Hash(typed, _mailbox), secret.Bytes.ToArray());
    }

    [Fact]
    public void None_comes_twice() => Assert.Equal(3000, Many(3000).Distinct(StringComparer.Ordinal).Count());

    [Theory]
    [InlineData("kmrt-pxwb-cdgh-jnsz")]
    [InlineData("kmrtpxwbcdghjnsz")]
    [InlineData("KMRT-PXWB-CDGH-JNSZ")]
    [InlineData("Kmrt Pxwb Cdgh Jnsz")]
    [InlineData("  kmrt  pxwb\tcdgh jnsz \r\n")]
    [InlineData("kmrt\u2013pxwb\u2010cdgh\u2014jnsz")] // dashes that a word processor puts in
    [InlineData("kmrt\u00A0pxwb\u00A0cdgh\u00A0jnsz")]
    [InlineData("k-m-r-t-p-x-w-b-c-d-g-h-j-n-s-z.")]
    public void However_it_is_typed_it_is_the_same(string typed) =>
        Assert.True(_passwords.Matches(typed, _mailbox, _passwords.Hash(Known, _mailbox)));

    [Theory]
    [InlineData("")]
    [InlineData("----")]
    [InlineData("kmrt-pxwb-cdgh-jns")]
    [InlineData("kmrt-pxwb-cdgh-jnszz")]
    [InlineData("kmrt-pxwb-cdgh-jnst")]
    [InlineData("pxwb-kmrt-cdgh-jnsz")]
    [InlineData("kmrt-pxwb-cdgh-jnsz0")]
    [InlineData("\uD800kmrt")]
    public void Another_text_is_not_it(string typed) =>
        Assert.False(_passwords.Matches(typed, _mailbox, _passwords.Hash(Known, _mailbox)));

    [Fact]
    public void A_text_of_a_million_letters_is_not_it() =>
        Assert.False(_passwords.Matches(Known + new string('z', 1_000_000), _mailbox, _passwords.Hash(Known, _mailbox)));

    [Fact]
    public void It_is_good_for_its_mailbox_alone() =>
        Assert.False(_passwords.Matches(Known, Guid.NewGuid(), _passwords.Hash(Known, _mailbox)));

    [Fact]
    public void The_hash_says_nothing_without_the_pepper()
    {
        using var other = new ServerPepper(RandomNumberGenerator.GetBytes(ServerPepper.Size));

        var hash = _passwords.Hash(Known, _mailbox);

        Assert.Equal(32, hash.Length);
        Assert.NotEqual(hash, new InitialPasswords(other).Hash(Known, _mailbox));
        Assert.NotEqual(hash, SHA256.HashData(Encoding.UTF8.GetBytes(Known)));
    }

    private static List<string> Many(int count) => [.. Enumerable.Range(0, count).Select(_ => InitialPasswords.Create())];
}
