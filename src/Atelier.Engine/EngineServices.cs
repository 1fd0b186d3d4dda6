using Atelier.Data.Accepting;
using Atelier.Data.Accounts;
using Atelier.Data.Attempts;
using Atelier.Data.Auditing;
using Atelier.Data.Blobs;
using Atelier.Data.Budgets;
using Atelier.Data.Changes;
using Atelier.Data.Costs;
using Atelier.Data.Events;
using Atelier.Data.Generations;
using Atelier.Data.Health;
using Atelier.Data.Images;
using Atelier.Data.Ledger;
using Atelier.Data.Limits;
using Atelier.Data.Nodes;
using Atelier.Data.Photos;
using Atelier.Data.Policy;
using Atelier.Data.Previews;
using Atelier.Data.Queue;
using Atelier.Data.Quotes;
using Atelier.Data.Repeats;
using Atelier.Data.Reports;
using Atelier.Data.Reviews;
using Atelier.Engine.Accepting;
using Atelier.Engine.Accounts;
using Atelier.Engine.Budgets;
using Atelier.Engine.Callbacks;
using Atelier.Engine.Catalogue;
using Atelier.Engine.Changes;
using Atelier.Engine.Checking;
using Atelier.Engine.Costs;
using Atelier.Engine.Diagnostics;
using Atelier.Engine.Events;
using Atelier.Engine.Explaining;
using Atelier.Engine.Finishing;
using Atelier.Engine.Health;
using Atelier.Engine.Late;
using Atelier.Engine.Limits;
using Atelier.Engine.Photos;
using Atelier.Engine.Planning;
using Atelier.Engine.Policy;
using Atelier.Engine.Previews;
using Atelier.Engine.Public;
using Atelier.Engine.Quoting;
using Atelier.Engine.Renditions;
using Atelier.Engine.Repeats;
using Atelier.Engine.Reviews;
using Atelier.Engine.Simulating;
using Atelier.Engine.Sources;
using Atelier.Engine.Steps;
using Atelier.Engine.Sweeping;
using Atelier.Engine.Views;
using Atelier.Engine.Waypoints;
using Atelier.Engine.Working;
using Atelier.Imaging.Changing;
using Atelier.Imaging.Painting;
using Atelier.Imaging.Pipeline;
using Atelier.Imaging.Previews;
using Atelier.Imaging.Reading;
using Atelier.Imaging.Rendering;
using Atelier.Imaging.Stylising;
using Atelier.Providers;
using Atelier.Providers.Local;
using Atelier.Providers.OpenAi.Moderation;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Atelier.Engine;

/// <summary>The engine's parts. The host brings the data source, the blob store, the catalogue folder and the node's identity.</summary>
public static class EngineServices
{
    public static IServiceCollection AddEngine(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        return services
            .AddStores()
            .AddAccounts()
            .AddProviders()
            .AddLimits()
            .AddPolicy()
            .AddPlanning()
            .AddChanges()
            .AddChecks()
            .AddSteps()
            .AddRenditions()
            .AddPhotos()
            .AddWorking()
            .AddReports()
            .AddPhotoTasks();
    }

    private static IServiceCollection AddPhotoTasks(this IServiceCollection services)
    {
        services.TryAddSingleton<PhotoTaskStore>();
        services.TryAddSingleton<DayUsageStore>();
        services.TryAddSingleton<PhotoNames>();
        services.TryAddSingleton<PhotoWait>();
        services.TryAddSingleton<PhotoDesk>();
        services.TryAddSingleton<UploadStore>();
        services.TryAddSingleton<MaskKeeper>();
        return services;
    }

    private static IServiceCollection AddStores(this IServiceCollection services)
    {
        services.TryAddSingleton<AcceptStore>();
        services.TryAddSingleton<AcceptGroups>();
        services.TryAddSingleton<ClaimStore>();
        services.TryAddSingleton<LaneStore>();
        services.TryAddSingleton<LeaseStore>();
        services.TryAddSingleton<HeldStore>();
        services.TryAddSingleton<NodeStore>();
        services.TryAddSingleton<GenerationStore>();
        services.TryAddSingleton<WorkStore>();
        services.TryAddSingleton<WorkReads>();
        services.TryAddSingleton<ReachGroups>();
        services.TryAddSingleton<EndStore>();
        services.TryAddSingleton<EndGroups>();
        services.TryAddSingleton<ParkStore>();
        services.TryAddSingleton<ReviewStore>();
        services.TryAddSingleton<ImageStore>();
        services.TryAddSingleton<CandidateStore>();
        services.TryAddSingleton<RetentionStore>();
        services.TryAddSingleton<RepeatStore>();
        services.TryAddSingleton<RepeatFinder>();
        services.TryAddSingleton<RepeatStep>();
        services.TryAddSingleton<EventStore>();
        services.TryAddSingleton<LedgerStore>();
        services.TryAddSingleton<StepStore>();
        services.TryAddSingleton<StepGroups>();
        services.TryAddSingleton<TaskCountStore>();
        services.TryAddSingleton<FactStore>();
        services.TryAddSingleton<LateStore>();
        services.TryAddSingleton<RivalStore>();
        services.TryAddSingleton<KeyUseStore>();
        services.TryAddSingleton<OperatorStore>();
        services.TryAddSingleton<BudgetStore>();
        services.TryAddSingleton<OpenRiskStore>();
        services.TryAddSingleton<ChangeChannel>();
        services.TryAddSingleton<AttemptStoryStore>();
        services.TryAddSingleton<AuditStore>();
        services.TryAddSingleton<WindowStore>();
        return services;
    }

    private static IServiceCollection AddProviders(this IServiceCollection services)
    {
        services.TryAddSingleton<ScenePainter>();
        services.TryAddSingleton<PhotoStyliser>();
        services.TryAddSingleton(provider => new PhotoStudio(
            provider.GetRequiredService<PhotoStyliser>(),
            Reading(provider)
        ));
        services.TryAddSingleton(provider => new PhotoWorkshop(Reading(provider)));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IImageProvider, LocalProvider>());
        services.TryAddSingleton<ProviderRegistry>();
        return services;
    }

    private static IServiceCollection AddLimits(this IServiceCollection services)
    {
        services.AddOptions<TierOptions>().BindConfiguration(TierOptions.Section).ValidateOnStart();
        services.AddOptions<OperationLimitOptions>().BindConfiguration(OperationLimitOptions.Section).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<TierOptions>, TierOptionsValidator>());
        services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IValidateOptions<OperationLimitOptions>, OperationLimitOptionsValidator>()
        );
        services.TryAddSingleton<TierStore>();
        services.TryAddSingleton<TierSetup>();
        services.TryAddSingleton<OperationLimits>();
        return services;
    }

    private static IServiceCollection AddPolicy(this IServiceCollection services)
    {
        services.TryAddSingleton<PolicySwitchStore>();
        services.TryAddSingleton<PolicySwitches>();
        services.TryAddSingleton(provider => new PromptModerator(
            provider.GetService<ModerationClient>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<PromptModerator>>()
        ));
        services.TryAddSingleton<PolicyGate>();
        services.TryAddSingleton<LaneModeStore>();
        services.TryAddSingleton<LaneModes>();
        services.AddSingleton<IReloaded>(provider => provider.GetRequiredService<PolicySwitches>());
        services.AddSingleton<IReloaded>(provider => provider.GetRequiredService<LaneModes>());
        services.AddHostedSingleton<Reloader>();
        return services.AddHostedSingleton<RequiredChecks>();
    }

    private static IServiceCollection AddPlanning(this IServiceCollection services)
    {
        services.TryAddSingleton(provider => new CatalogueHolder(
            provider.GetRequiredService<CatalogueFolder>().Read()
        ));
        services.TryAddSingleton<CatalogueCheck>();
        services.TryAddSingleton<LaneSetup>();
        services.TryAddSingleton<PublicAddresses>();
        services.TryAddSingleton<SourceFinder>();
        services.TryAddSingleton<SourceFiles>();
        services.TryAddSingleton<Planner>();
        services.TryAddSingleton<GenerationAcceptor>();
        services.TryAddSingleton<GenerationReader>();
        services.TryAddSingleton<GenerationCanceler>();
        services.TryAddSingleton<ReviewDesk>();
        services.TryAddSingleton<EngineMetrics>();
        services.TryAddSingleton<OfferHealthStore>();
        services.TryAddSingleton<LaneLoadStore>();
        services.TryAddSingleton<IOfferHealth>(provider => provider.GetRequiredService<OfferWatch>());
        services.TryAddSingleton<CallJudge>();
        services.TryAddSingleton<Explainer>();
        services
            .AddOptions<QuoteOptions>()
            .BindConfiguration(QuoteOptions.Section)
            .ValidateDataAnnotations()
            .ValidateOnStart();
        services.TryAddSingleton<QuoteDesk>();
        services.TryAddSingleton<Simulator>();
        services.TryAddSingleton<IBalances>(provider => provider.GetRequiredService<ProviderWatch>());
        return services
            .AddHostedSingleton<CatalogueWatcher>()
            .AddHostedSingleton<ProviderWatch>()
            .AddHostedSingleton<OfferWatch>()
            .AddHostedSingleton<OfferTimes>();
    }

    private static IServiceCollection AddChanges(this IServiceCollection services)
    {
        services.TryAddSingleton<ChangeHub>();
        services.TryAddSingleton<EventFeed>();
        services.TryAddSingleton<ProgressStore>();
        services.TryAddSingleton<StreamCredentialStore>();
        services.TryAddSingleton<PreviewStore>();
        services.TryAddSingleton<TickBook>();
        services.TryAddSingleton<IToldProgress, ToldStore>();
        services.TryAddSingleton<Ticker>();
        services.TryAddSingleton<ProgressTeller>();
        services.TryAddSingleton<ProgressReader>();
        services.AddHostedSingleton<ProgressHub>();
        return services.AddHostedSingleton<ChangePublisher>().AddHostedSingleton<ChangeListener>();
    }

    private static IServiceCollection AddWorking(this IServiceCollection services)
    {
        services
            .AddOptions<WorkOptions>()
            .BindConfiguration(WorkOptions.Section)
            .ValidateDataAnnotations()
            .ValidateOnStart();
        services.TryAddSingleton(provider => new PictureReader(Reading(provider)));
        services.TryAddSingleton(provider => new PictureFinisher(
            new PictureFinisherOptions
            {
                Reading = Reading(provider),
                Vips = Reading(provider).Vips,
                Thumbnails = provider.GetRequiredService<IOptions<ImageOptions>>().Value.GenerateThumbnails,
            }
        ));
        services.TryAddSingleton<LeftoverStore>();
        services.TryAddSingleton<FolderRemover>();
        services.TryAddSingleton<PictureKeeper>();
        services
            .AddOptions<PreviewOptions>()
            .BindConfiguration(PreviewOptions.Section)
            .ValidateDataAnnotations()
            .ValidateOnStart();
        services.TryAddSingleton(provider => new PreviewMaker(Reading(provider).Vips));
        services.TryAddSingleton<PreviewDesk>();
        services.TryAddSingleton<MarkCheck>();
        services.TryAddSingleton<RunningClaims>();
        services.TryAddSingleton<AnswerRoom>();
        services.TryAddSingleton<Milestones>();
        services.TryAddSingleton<PaidWork>();
        services.TryAddSingleton<PaintWork>();
        services.TryAddSingleton<GenerationRunner>();
        return services
            .AddHostedSingleton<LeaseKeeper>()
            .AddHostedSingleton<NodeReporter>()
            .AddHostedSingleton<QueueSweeper>()
            .AddHostedSingleton<ExpirySweeper>()
            .AddHostedSingleton<PreviewSweeper>()
            .AddHostedSingleton<RetentionSweeper>()
            .AddHostedSingleton<OrphanSweeper>()
            .AddHostedSingleton<LeftoverSweeper>()
            .AddHostedSingleton<RepeatWaker>()
            .AddHostedSingleton<ReviewSweeper>()
            .AddHostedSingleton<WorkerHost>();
    }

    private static IServiceCollection AddRenditions(this IServiceCollection services)
    {
        services.AddOptions<ImageOptions>().BindConfiguration(ImageOptions.Section).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<ImageOptions>, ImageOptionsValidator>());
        services.TryAddSingleton(provider => new PictureRenderer(
            new PictureRendererOptions { Reading = Reading(provider), Vips = Reading(provider).Vips }
        ));
        services.TryAddSingleton<PresetBook>();
        services.TryAddSingleton<WishReader>();
        services.TryAddSingleton<RenditionPlanner>();
        services.TryAddSingleton<RenditionCache>();
        services.TryAddSingleton<StoredFiles>();
        services.TryAddSingleton<RenditionMaker>();
        services.TryAddSingleton(provider => new ImageAccess(
            provider.GetRequiredService<StoredFiles>(),
            provider.GetRequiredService<RenditionPlanner>(),
            provider.GetRequiredService<RenditionMaker>(),
            provider.GetRequiredService<AvifMaker>()
        ));
        return services.AddHostedSingleton<AvifMaker>().AddHostedSingleton<CacheSweeper>();
    }

    private static PictureReaderOptions Reading(IServiceProvider provider) =>
        provider.GetRequiredService<IOptions<ImageOptions>>().Value.Reading;

    private static IServiceCollection AddSteps(this IServiceCollection services)
    {
        services.TryAddSingleton<IWaypoints, NoWaypoints>();
        services.TryAddSingleton<HintPacer>();
        services.TryAddSingleton<CallbackReceiver>();
        services.TryAddSingleton<JobLoader>();
        services.TryAddSingleton<JobAdvancer>();
        services.TryAddSingleton<JobEnder>();
        services.TryAddSingleton<FactWriter>();
        services.TryAddSingleton<RivalFinder>();
        services.TryAddSingleton<PollPace>();
        services.TryAddSingleton<AttemptWatch>();
        services.TryAddSingleton<AnswerReader>();
        services.TryAddSingleton<SubmitStep>();
        services.TryAddSingleton<FollowStep>();
        services.TryAddSingleton<PaintStep>();
        services.TryAddSingleton<FinishStep>();
        return services.AddHostedSingleton<LateWorker>();
    }

    private static IServiceCollection AddReports(this IServiceCollection services)
    {
        services.TryAddSingleton<MeansStore>();
        services.TryAddSingleton<QuoteStore>();
        services.TryAddSingleton<OfferTimeStore>();
        services.TryAddSingleton<PastRequestStore>();
        services.TryAddSingleton<BudgetStandingStore>();
        services.TryAddSingleton<BudgetAlertStore>();
        services.TryAddSingleton<CostReportStore>();
        services.TryAddSingleton<UsageReportStore>();
        services.TryAddSingleton<OfferBillStore>();
        services.TryAddSingleton<CostDrift>();
        services.TryAddSingleton<HouseFigureStore>();
        return services.AddHostedSingleton<BudgetAlerts>();
    }

    // Others publish to it or run one round of it, so it must be found by its own type too.
    private static IServiceCollection AddHostedSingleton<T>(this IServiceCollection services)
        where T : class, Microsoft.Extensions.Hosting.IHostedService
    {
        services.TryAddSingleton<T>();
        return services.AddHostedService(provider => provider.GetRequiredService<T>());
    }
}
