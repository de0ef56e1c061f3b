using System.Net;
using System.Net.Sockets;
using VideoGen.Tests.EndToEnd;
using static Microsoft.Playwright.Assertions;

namespace VideoGen.Tests.Page;

public sealed class RestartTests(Chromium chromium) : PageTest(chromium)
{
    [Fact]
    public async Task A_page_outlives_the_server_it_watches_a_job_of()
    {
        await using var system = await LiveSystem.StartAsync(("EMBEDDED_URL", $"http://127.0.0.1:{FreePort()}"));
        await system.PlayAsync("PENDING, SUCCEEDED; advance=poll");
        var id = await system.StartJobAsync();
        var page = (await OpenAsync(system.App.Address, $"#/videos/{id}")).Page;
        await Expect(page.Heading("Generating")).ToBeVisibleAsync();
        await system.UntilLoggedAsync("poll", 1);

        await system.App.KillAsync();
        await Expect(page.GetByText("The service does not answer. Reconnecting…")).ToBeVisibleAsync();
        await system.KillAndRestartAsync();

        await Expect(page.Player()).ToBeVisibleAsync();
        await system.AssertCompletedAsync(id);
    }

    /// <summary>One that the system gives to nobody by itself, so that it is still free when the server comes back.</summary>
    private static int FreePort()
    {
        for (var port = 20_000 + Environment.ProcessId % 10_000; ; port++)
        {
            try
            {
                using var listener = new TcpListener(IPAddress.Loopback, port);
                listener.Start();
                return port;
            }
            catch (SocketException)
            {
                // Somebody else's.
            }
        }
    }
}
