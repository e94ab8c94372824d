using System.Diagnostics;
using Portal.Core.Accounts.Passwords;
using Xunit;

namespace Portal.Core.Tests.Accounts.Passwords;

public sealed class PasswordStrengthTests
{
    [Theory]
    [InlineData("", PasswordLevel.VeryWeak, PasswordAdvice.Longer)]
    [InlineData("x7!", PasswordLevel.VeryWeak, PasswordAdvice.Longer)]
    [InlineData("P@ssw0rd2026!", PasswordLevel.VeryWeak, PasswordAdvice.NoCommonWord)]
    [InlineData("correct horse battery staple", PasswordLevel.VeryWeak, PasswordAdvice.NoCommonWord)]
    [InlineData("pqpqpqpqpqpqpqpqpqpq", PasswordLevel.VeryWeak, PasswordAdvice.LessRepetition)]
    [InlineData("kxwq7kxwq7kxwq7kxwq7", PasswordLevel.VeryWeak, PasswordAdvice.LessRepetition)]
    [InlineData("ghijklmnopqr", PasswordLevel.VeryWeak, PasswordAdvice.NoRun)]
    [InlineData("lkjhgfdsapoiuytrewq", PasswordLevel.VeryWeak, PasswordAdvice.NoRun)]
    [InlineData("31121999 24122001", PasswordLevel.Weak, PasswordAdvice.NoDate)]
    [InlineData("19991231x20011224", PasswordLevel.Weak, PasswordAdvice.NoDate)]
    [InlineData("anna.recipient.99x", PasswordLevel.Weak, PasswordAdvice.NoPersonalWord)]
    [InlineData("dragon monkey", PasswordLevel.Weak, PasswordAdvice.NoCommonWord)]
    [InlineData("dragon monkey sunshine", PasswordLevel.Fair, PasswordAdvice.NoCommonWord)]
    [InlineData("h3ron!Qx", PasswordLevel.Weak, PasswordAdvice.NoCommonWord)]
    [InlineData("eleven quiet herons", PasswordLevel.Fair, PasswordAdvice.NoCommonWord)]
    [InlineData("mmtqzsgrzklvbwp", PasswordLevel.Good, PasswordAdvice.Longer)]
    [InlineData("gV7#kq9!Zw2$mXp4", PasswordLevel.Strong, PasswordAdvice.None)]
    [InlineData("パスワードは鷺が十一羽静かに立つ", PasswordLevel.Strong, PasswordAdvice.None)]
    public void Each_is_told_its_strength_and_what_would_help_most(string password, PasswordLevel level, PasswordAdvice advice) =>
        Assert.Equal(new PasswordEstimate(level, advice), PasswordStrength.Estimate(password, ["anna", "recipient"]));

    [Fact]
    public void Random_text_never_gets_weaker_by_four_characters_more()
    {
        var dice = new Dice(3);
        for (var n = 0; n < 300; n++)
        {
            var text = dice.Text(40, n % 2 == 0 ? Dice.Printable : Dice.LettersAndDigits);
            var levels = Enumerable.Range(0, 11).Select(i => PasswordStrength.Estimate(text[..(4 * i)], []).Level).ToList();
            Assert.Equal(levels.Order(), levels);
            Assert.Equal((PasswordLevel.VeryWeak, PasswordLevel.Strong), (levels[0], levels[^1]));
        }
    }

    [Fact]
    public void Only_a_strong_one_needs_no_advice()
    {
        var dice = new Dice(4);
        for (var n = 0; n < 1000; n++)
        {
            var estimate = PasswordStrength.Estimate(dice.Text(n % 30, Dice.Printable), []);
            Assert.Equal(estimate.Level == PasswordLevel.Strong, estimate.Advice == PasswordAdvice.None);
        }
    }

    [Theory]
    [InlineData("a")]
    [InlineData("ab1")]
    [InlineData("dragon")]
    [InlineData("20")]
    [InlineData("\uD800")]
    [InlineData("\uFFFE")]
    public void However_long_and_odd_it_takes_no_time(string piece)
    {
        var watch = Stopwatch.StartNew();
        PasswordStrength.Estimate(string.Concat(Enumerable.Repeat(piece, 1000)), [piece]);
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(2));
    }
}
