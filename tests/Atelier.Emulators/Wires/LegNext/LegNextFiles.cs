using System.Globalization;
using Atelier.Emulators.Engine;
using Atelier.Emulators.Faults;

namespace Atelier.Emulators.Wires.LegNext;

/// <summary><c>/files/mj/{job}_{part}.png</c>: no key, and only URLs that did not expire.</summary>
internal static class LegNextFiles
{
    private const string Folder = "mj/";
    private const string Ending = ".png";

    public static Prepared Get(WireRequest request) =>
        new(
            "",
            fault =>
            {
                if (Find(request) is not var (job, part))
                {
                    return LegNextErrors.Error(404, "No such file");
                }

                if (fault?.Action == FaultAction.ExpiredUrl)
                {
                    job.Expire();
                }

                var age = job.UrlAge.ToString(CultureInfo.InvariantCulture);
                return request.Http.Query["age"] == age
                    ? Picture(request, job, part)
                    : LegNextErrors.Error(fault?.Status ?? 403, "The URL has expired");
            }
        );

    private static Reply Picture(WireRequest request, LegNextJob job, string part)
    {
        if (request.Http.Headers.ContainsKey("x-api-key") || request.Http.Headers.ContainsKey("Authorization"))
        {
            request.Violate("x-api-key", "Files take no key: it must not leave for another host.");
        }

        var clear = job.Operation == "remove-background";
        var file = request.Paint(job.Id, part, job.Size.Width, job.Size.Height, clear);
        return new Reply(200, "image/png", [file]);
    }

    private static (LegNextJob Job, string Part)? Find(WireRequest request)
    {
        var name = request.Target;
        if (
            !name.StartsWith(Folder, StringComparison.Ordinal)
            || !name.EndsWith(Ending, StringComparison.Ordinal)
            || name[Folder.Length..^Ending.Length].Split('_') is not [var id, var part]
            || request.Run.Tasks.Find(id) is not LegNextJob { Stage: TaskStage.Done, Vanished: false } job
        )
        {
            return null;
        }

        var known =
            (part == "grid" && job.Shape.Pictures > 1)
            || (part.Length == 1 && part[0] >= '0' && part[0] < '0' + job.Shape.Pictures);
        return known ? (job, part) : null;
    }
}
