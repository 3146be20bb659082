namespace FineTune;

/// <content>Setters of several related arguments; those not given take the default of the setter, not the value they had.</content>
public sealed partial record TrainingArguments
{
    /// <summary>Gets a copy with the arguments of training set, <see cref="DoTrain"/> included.</summary>
    public TrainingArguments SetTraining(
        double learningRate = 5e-5,
        int batchSize = 8,
        double weightDecay = 0,
        double numEpochs = 3,
        int maxSteps = -1,
        int gradientAccumulationSteps = 1,
        long seed = 42,
        bool activationCheckpointing = false) => this with
        {
            DoTrain = true,
            LearningRate = learningRate,
            PerDeviceTrainBatchSize = batchSize,
            WeightDecay = weightDecay,
            NumTrainEpochs = numEpochs,
            MaxSteps = maxSteps,
            GradientAccumulationSteps = gradientAccumulationSteps,
            Seed = seed,
            ActivationCheckpointing = activationCheckpointing,
            GradientCheckpointing = activationCheckpointing,
        };

    /// <summary>Gets a copy with the arguments of evaluation set; <see cref="DoEval"/> follows the strategy.</summary>
    /// <exception cref="ArgumentException">The strategy is steps and their number zero.</exception>
    public TrainingArguments SetEvaluate(
        IntervalStrategy strategy = IntervalStrategy.No,
        double steps = 500,
        int batchSize = 8,
        int? accumulationSteps = null,
        double delay = 0,
        bool lossOnly = false) => this with
        {
            EvalStrategy = strategy,
            DoEval = strategy != IntervalStrategy.No,
            EvalSteps = Positive(steps, strategy == IntervalStrategy.Steps),
            PerDeviceEvalBatchSize = batchSize,
            EvalAccumulationSteps = accumulationSteps,
            EvalDelay = delay,
            PredictionLossOnly = lossOnly,
        };

    /// <summary>Gets a copy with the arguments of prediction set, <see cref="DoPredict"/> included.</summary>
    public TrainingArguments SetTesting(int batchSize = 8, bool lossOnly = false) => this with
    {
        DoPredict = true,
        PerDeviceEvalBatchSize = batchSize,
        PredictionLossOnly = lossOnly,
    };

    /// <summary>Gets a copy with the arguments of saving set.</summary>
    /// <exception cref="ArgumentException">The strategy is steps and their number zero.</exception>
    public TrainingArguments SetSave(
        SaveStrategy? strategy = null, double steps = 500, int? totalLimit = null, bool onEachNode = false) => this with
        {
            SaveStrategy = strategy ?? SaveStrategy.Steps,
            SaveSteps = Positive(steps, (strategy ?? SaveStrategy.Steps) == SaveStrategy.Steps),
            SaveTotalLimit = totalLimit,
            SaveOnEachNode = onEachNode,
        };

    /// <summary>Gets a copy with the arguments of logging set.</summary>
    /// <exception cref="ArgumentException">The strategy is steps and their number zero.</exception>
    public TrainingArguments SetLogging(
        IntervalStrategy strategy = IntervalStrategy.Steps,
        double steps = 500,
        IReadOnlyList<string>? reportTo = null,
        TrainerLogLevel level = TrainerLogLevel.Passive,
        bool firstStep = false,
        bool? nanInfFilter = null,
        bool onEachNode = false,
        TrainerLogLevel replicaLevel = TrainerLogLevel.Passive) => this with
        {
            LoggingStrategy = strategy,
            LoggingSteps = Positive(steps, strategy == IntervalStrategy.Steps),
            ReportTo = reportTo ?? [],
            LogLevel = level,
            LoggingFirstStep = firstStep,
            LoggingNanInfFilter = nanInfFilter,
            LogOnEachNode = onEachNode,
            LogLevelReplica = replicaLevel,
        };

    /// <summary>Gets a copy with the arguments of the Hub set, <see cref="PushToHub"/> included.</summary>
    public TrainingArguments SetPushToHub(
        string modelId,
        HubStrategy strategy = HubStrategy.EverySave,
        string? token = null,
        bool? privateRepo = null,
        bool alwaysPush = false,
        string? revision = null) => this with
        {
            PushToHub = true,
            HubModelId = modelId,
            HubStrategy = strategy,
            HubToken = token,
            HubPrivateRepo = privateRepo,
            HubAlwaysPush = alwaysPush,
            HubRevision = revision,
        };

    /// <summary>Gets a copy with the arguments of the optimizer set.</summary>
    public TrainingArguments SetOptimizer(
        OptimizerNames name = OptimizerNames.AdamwTorch,
        double learningRate = 5e-5,
        double weightDecay = 0,
        double beta1 = 0.9,
        double beta2 = 0.999,
        double epsilon = 1e-8,
        string? args = null) => this with
        {
            Optim = name,
            LearningRate = learningRate,
            WeightDecay = weightDecay,
            AdamBeta1 = beta1,
            AdamBeta2 = beta2,
            AdamEpsilon = epsilon,
            OptimArgs = args,
        };

    /// <summary>Gets a copy with the arguments of the learning rate's course set.</summary>
    public TrainingArguments SetLrScheduler(
        SchedulerType name = SchedulerType.Linear, double numEpochs = 3, int maxSteps = -1, double warmupSteps = 0) => this with
        {
            LrSchedulerType = name,
            NumTrainEpochs = numEpochs,
            MaxSteps = maxSteps,
            WarmupSteps = warmupSteps,
        };

    /// <summary>Gets a copy with the arguments of data loading set.</summary>
    public TrainingArguments SetDataloader(
        int trainBatchSize = 8,
        int evalBatchSize = 8,
        bool dropLast = false,
        int numWorkers = 0,
        bool pinMemory = true,
        bool persistentWorkers = false,
        int? prefetchFactor = null,
        string? multiprocessingContext = null,
        bool inOrder = true,
        bool autoFindBatchSize = false,
        bool ignoreDataSkip = false,
        long? samplerSeed = null) => this with
        {
            PerDeviceTrainBatchSize = trainBatchSize,
            PerDeviceEvalBatchSize = evalBatchSize,
            DataloaderDropLast = dropLast,
            DataloaderNumWorkers = numWorkers,
            DataloaderPinMemory = pinMemory,
            DataloaderPersistentWorkers = persistentWorkers,
            DataloaderPrefetchFactor = prefetchFactor,
            DataloaderMultiprocessingContext = multiprocessingContext,
            DataloaderInOrder = inOrder,
            AutoFindBatchSize = autoFindBatchSize,
            IgnoreDataSkip = ignoreDataSkip,
            DataSeed = samplerSeed,
        };

    private static double Positive(double steps, bool required) => required && steps == 0
        ? throw new ArgumentException("The strategy is steps, but steps is 0: nothing would ever happen. Pass a positive number, or the strategy No.", nameof(steps))
        : steps;
}
