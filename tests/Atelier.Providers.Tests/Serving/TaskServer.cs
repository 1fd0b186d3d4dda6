using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Atelier.Providers.Tests.Serving;

/// <summary>Always tells the same task, whose second picture is another place than the others; beside it lie its files.</summary>
internal sealed class TaskServer : IAsyncDisposable
{
    /// <summary>Places of a picture that never comes: none, no address, another's, one that is empty and one with something else.</summary>
    public static readonly string[] Nowhere =
    [
        "",
        "no address",
        "https://elsewhere.example.com/1.png",
        "/gone",
        "/page",
    ];

    private readonly StubServer _server;

    private TaskServer(StubServer server) => _server = server;

    public Uri Url => _server.Url;

    /// <summary>Whether the place that is down serves again.</summary>
    public bool IsUp { get; set; }

    /// <param name="task">The task as JSON, made of the list of four addresses as JSON.</param>
    public static async Task<TaskServer> StartAsync(string second, Func<string, string> task)
    {
        TaskServer? sut = null;
        sut = new TaskServer(await StubServer.StartAsync(context => sut!.AnswerAsync(context, second, task)));
        return sut;
    }

    /// <summary>What the file of the picture with this number holds.</summary>
    public static byte[] Bytes(int number) => Encoding.ASCII.GetBytes($"picture {number}");

    public int AskedFor(string path) => _server.Requests.Count(request => request.Path == path);

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private Task AnswerAsync(HttpContext context, string second, Func<string, string> task)
    {
        var path = context.Request.Path.Value!;
        context.Response.ContentType = "image/png";
        switch (path)
        {
            case "/gone":
                context.Response.StatusCode = 404;
                return Task.CompletedTask;
            case "/page":
                context.Response.ContentType = "text/html";
                return context.Response.WriteAsync("<html>");
            case "/down" when !IsUp:
                context.Response.StatusCode = 503;
                return Task.CompletedTask;
            case "/down":
                return context.Response.Body.WriteAsync(Bytes(1)).AsTask();
        }

        if (path.StartsWith("/file/", StringComparison.Ordinal))
        {
            var number = int.Parse(path["/file/".Length..], CultureInfo.InvariantCulture);
            return context.Response.Body.WriteAsync(Bytes(number)).AsTask();
        }

        context.Response.ContentType = "application/json";
        var places = new[] { "/file/0", second, "/file/2", "/file/3" }.Select(place =>
            place.StartsWith('/') ? new Uri(Url, place).AbsoluteUri : place
        );
        return context.Response.WriteAsync(task($"[{string.Join(',', places.Select(place => $"\"{place}\""))}]"));
    }
}
