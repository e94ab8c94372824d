using System.Net;
using System.Text;
using TestKit;
using Xunit;

namespace Portal.Tests.EndToEnd;

/// <summary>Forms larger than any of ours, which only the real server refuses.</summary>
public sealed class LargeFormTests
{
    [Fact]
    public async Task A_form_that_is_too_large_is_refused_unread_with_a_page_and_its_headers()
    {
        using var folder = new TempFolder();
        await using var portal = await RunningPortal.StartAsync(folder.File("data"));
        using var client = portal.CreateClient(follow: false);
        foreach (var size in new[] { (1 << 18) - 1, (1 << 18) + 1, 40_000_000 })
        {
            using var form = new ByteArrayContent(Encoding.ASCII.GetBytes("email=".PadRight(size, 'a')));
            form.Headers.ContentType = new("application/x-www-form-urlencoded");
            using var request = new HttpRequestMessage(HttpMethod.Post, "/sign-in") { Content = form };
            request.Headers.ExpectContinue = true;
            using var answer = await client.SendAsync(request);

            var fits = size <= 1 << 18;
            Assert.Equal(fits ? HttpStatusCode.BadRequest : HttpStatusCode.RequestEntityTooLarge, answer.StatusCode); // the one that fits has no token
            Web.EveryAnswerTests.AssertGuarded(answer, "/sign-in", local: true);
            Assert.Contains(fits ? "no cookies" : "larger than any form", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }

        Assert.DoesNotContain("Unforeseen error", portal.Log, StringComparison.Ordinal);
    }
}
