using System.Collections.Concurrent;
using Atelier.Emulators.Checking;
using Atelier.Emulators.Pictures;

namespace Atelier.Emulators.Wires.Piapi;

/// <summary><c>/api/ephemeral_resource</c>: takes files that tasks look at, and remembers what they are.</summary>
internal sealed class PiapiUploads
{
    private const int MostBytes = 10 * 1024 * 1024;
    private const int MostName = 128;

    private readonly ConcurrentDictionary<string, (int Width, int Height, bool Alpha)> _files = new();

    public (int Width, int Height, bool Alpha)? Find(string url) => _files.TryGetValue(url, out var file) ? file : null;

    public Prepared Add(WireRequest request)
    {
        var problems = new List<Problem>();
        (int Width, int Height, bool Alpha)? file = null;
        if (request.Json(problems, nullIsAbsent: false) is { } fields)
        {
            fields.Text("file_name", 1, MostName, required: true);
            file = Read(fields.Text("file_data", 1, required: true) ?? "");
            if (file is null)
            {
                fields.Add("file_data", "file_data must be a PNG of at most 10 MB as base64.");
            }

            fields.Close();
        }

        request.Violate(problems);
        if (PiapiKeys.Check(request) is { } refusal)
        {
            return Prepared.Always(refusal);
        }

        return problems.Count > 0 || file is null
            ? Prepared.Always(PiapiErrors.Error(400, problems[0].Message))
            : new Prepared("", _ => Keep(request, file.Value));
    }

    private Reply Keep(WireRequest request, (int Width, int Height, bool Alpha) file)
    {
        var url = $"{request.BaseUrl}/ephemeral/{request.Id}.png";
        _files[url] = file;
        return Reply.Json(
            200,
            new
            {
                code = 200,
                message = "success",
                data = new { url },
            }
        );
    }

    private static (int Width, int Height, bool Alpha)? Read(string text)
    {
        var bytes = new byte[(text.Length / 4 * 3) + 3];
        return Convert.TryFromBase64String(text, bytes, out var length) && length <= MostBytes
            ? Png.ReadHeader(bytes.AsSpan(0, length))
            : null;
    }
}
