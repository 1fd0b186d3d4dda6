using Atelier.Core;
using Atelier.Core.Policy;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Atelier.Engine.Checking;

/// <summary>
/// Says at the start which required checks nothing here can do: every picture waits for a person then, and nobody should have
/// to find that out from a full list of reviews.
/// </summary>
public sealed partial class RequiredChecks(
    PictureGate gate,
    IOptions<CheckOptions> options,
    ILogger<RequiredChecks> logger
) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (options.Value.Image != ImageRule.Required)
        {
            return;
        }

        try
        {
            foreach (var check in await gate.MissingAsync(stoppingToken))
            {
                LogMissing(SnakeCase.Of(check), FixOf(check));
            }
        }
        catch (NpgsqlException exception)
        {
            LogUnknown(exception);
        }
    }

    private static string FixOf(PictureCheck check) =>
        check switch
        {
            PictureCheck.Copyright => "add a picture to the list of known ones (POST /admin/api/known-pictures)",
            PictureCheck.Nsfw or PictureCheck.Violence => "set ATELIER__Policy__Moderation=openai and OPENAI_API_KEY",
            _ => "set up a checker for it",
        };

    [LoggerMessage(
        LogLevel.Error,
        "Policy__Image=required, and nothing can do the check {Check}: every picture waits for review. To mend it {Fix}, switch the check off (PUT /admin/api/policy), or set Policy__Image=available"
    )]
    private partial void LogMissing(string check, string fix);

    [LoggerMessage(LogLevel.Warning, "Whether all required checks can be done could not be read")]
    private partial void LogUnknown(Exception exception);
}
