using System.Diagnostics;
using System.Globalization;
using Portal.Core.Accounts.Passwords;
using TestKit;
using Xunit;

namespace Portal.Core.Tests.Accounts.Passwords;

public sealed class PasswordBlocklistTests
{
    [Theory]
    [InlineData("password")]
    [InlineData("Password1")]
    [InlineData("P@ssw0rd2026!")]
    [InlineData("p4$$w0rd")]
    [InlineData("123password123")]
    [InlineData("!!password!!")]
    [InlineData("$ecret2026")]
    [InlineData("pass-word")]
    [InlineData("ｐａｓｓｗｏｒｄ")]
    [InlineData("123456789012345")]
    [InlineData("1qaz2wsx3edc4rfv")]
    [InlineData("q1w2e3r4t5y6u7i8")]
    [InlineData("qwerty123456789")]
    [InlineData("1111111111111111")]
    [InlineData("iloveyou2")]
    [InlineData("Dragon12345678!")]
    [InlineData("dragonball dragonball")]
    [InlineData("Trustno1")]
    [InlineData("letmein!!!!!!!!")]
    [InlineData("Correct-Horse-Battery-Staple1")]
    [InlineData("To be or not to be, that is the question.")]
    [InlineData("Sommer2026!")]
    [InlineData("Schatz1234")]
    [InlineData("Passwort!")]
    [InlineData("Der frühe Vogel fängt den Wurm!")]
    [InlineData("SecureWebmail2026")]
    [InlineData("changeme")]
    public void What_anybody_would_try_is_on_it(string password) => Assert.True(PasswordBlocklist.Contains(password));

    [Theory]
    [InlineData("")]
    [InlineData("!")]
    [InlineData("1")]
    [InlineData("eleven quiet herons")]
    [InlineData("my password is kept by herons")]
    [InlineData("correct horse battery staple of my own")]
    [InlineData("dragon1234567890123")] // digits enough to be a password of their own
    [InlineData("mmtqzsgrzklvbwp")]
    public void A_listed_word_within_is_no_matter(string password) => Assert.False(PasswordBlocklist.Contains(password));

    // 2.4e-7 for each key: a quarter of one is to be expected.
    [Fact]
    public void A_random_key_is_found_less_than_once_in_a_million() =>
        Assert.InRange(Enumerable.Range(0, 1_000_000).Count(n => PasswordBlocklist.Has(string.Create(CultureInfo.InvariantCulture, $"no key {n}"))), 0, 2);

    [Fact]
    public void Random_passwords_are_not_on_it()
    {
        var dice = new Dice(20260101);
        Assert.Equal([], Enumerable.Range(0, 50_000).Select(_ => dice.Text(15, Dice.Printable)).Where(PasswordBlocklist.Contains));
        Assert.Equal([], Enumerable.Range(0, 50_000).Select(_ => dice.Text(15, Dice.LettersAndDigits)).Where(PasswordBlocklist.Contains));
    }

    [Fact]
    public void Passphrases_of_three_common_words_are_not_on_it()
    {
        var dice = new Dice(7);
        var phrases = Enumerable.Range(0, 30_000).Select(_ => (string[])[dice.Word(), dice.Word(), dice.Word()])
            .Where(words => words.Distinct().Count() > 1); // the same one three times is on it
        Assert.Equal([], phrases.Select(words => string.Join(' ', words)).Where(PasswordBlocklist.Contains));
    }

    // Short ones hold a listed word by chance more often: a word of five letters and three signs is what people make, too.
    [Fact]
    public void Of_random_passwords_of_eight_characters_hardly_any_is_on_it()
    {
        var dice = new Dice(8);
        Assert.InRange(Enumerable.Range(0, 50_000).Count(_ => PasswordBlocklist.Contains(dice.Text(8, Dice.Printable))), 0, 25);
    }

    [Fact]
    public void It_is_asked_in_microseconds_and_holds_no_memory()
    {
        PasswordBlocklist.Contains("warm");
        var before = GC.GetAllocatedBytesForCurrentThread();
        var watch = Stopwatch.StartNew();
        for (var i = 0; i < 1000; i++)
        {
            PasswordBlocklist.Contains("eleven quiet herons 2026");
        }

        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(1)); // some 10 microseconds each; a slow machine may take more
        Assert.InRange((GC.GetAllocatedBytesForCurrentThread() - before) / 1000, 0, 10_000);
    }

    [Fact]
    public async Task The_script_that_makes_the_list_has_the_same_keys()
    {
        string[] passwords =
        [
            "P@ssw0rd2026!", "$ecret123", "correct horse battery staple", "dragonballdragonball", "Schlüssel 2026", "1qaz2wsx", "12345678",
            "!!x1!!", "abcd", "ab", "ｐａｓｓ１", "😀smile😀", "1|l!0oO34@5$7+892zZ", "aaaaaaaaaaaaaaaaaaaaaaaa", "word1234567890123", "日本語パスワード١",
        ];
        var script = Path.Combine(Corpora.Root, "tests", "Portal.Core.Tests", "Accounts", "Passwords", "make-blocklist.py");
        var start = new ProcessStartInfo("python3", [script, "--keys"]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        start.Environment["PYTHONIOENCODING"] = "utf-8";
        using var python = Process.Start(start)!;
        await python.StandardInput.WriteAsync(string.Join('\n', passwords));
        python.StandardInput.Close();
        var keys = (await python.StandardOutput.ReadToEndAsync()).Split('\n')[..^1];
        await python.WaitForExitAsync();

        Assert.Equal(passwords.Select(password => string.Join('\t', PasswordKeys.Of(password))), keys);
    }
}
