"""Words that tell what somebody is: occupations, offices, ranks, relations, and the words before and after them.

All are in lower case and singular. They only serve to read what an article calls a person whom it is known to name;
``lexicon`` has the fewer words that prove that a name is a person's.
"""

from builder.annotate.lexicon import ROLE_NOUNS


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


RELATIONS = _words(
    "acquaintance admirer ally associate aunt benefactor boyfriend bride bridegroom brother brother-in-law buddy"
    " classmate colleague companion comrade confidant confidante contemporary counterpart cousin dad daughter"
    " daughter-in-law descendant ex-boyfriend ex-girlfriend ex-husband ex-wife father father-in-law father-of-four"
    " father-of-one father-of-three father-of-two fiance fiancee fiancé fiancée flatmate foe friend girlfriend"
    " goddaughter godfather godmother godson grandad granddad granddaughter grandfather grandma grandmother grandpa"
    " grandparent grandson great-aunt great-granddaughter great-grandfather great-grandmother great-grandson"
    " great-nephew great-niece great-uncle guardian half-brother half-sister heir husband in-law lover mate mentor"
    " mistress mom mother mother-in-law mother-of-four mother-of-one mother-of-three mother-of-two mum namesake"
    " neighbor neighbour nephew niece opponent pal parent partner predecessor protege protegee protégé protégée"
    " relative rival roommate sibling sister sister-in-law son son-in-law soulmate spouse stepbrother stepdaughter"
    " stepfather stepmother stepsister stepson successor teammate uncle widow widower wife"
)
"""What somebody is to somebody else: shown last."""

WEAK = _words(
    "aide assistant deputy employee follower insider member native official representative resident spokesman"
    " spokesperson spokeswoman supporter surrogate worker"
)
"""What says little by itself: shown last, unless the text says of what or whom."""

_OCCUPATIONS = _words(
    "abbess abbot academic accountant acrobat activist actor actress actuary adjutant administrator admiral adviser"
    " advisor advocate agent agronomist aide alderman alumna alumnus ambassador anaesthetist analyst anchor anchorman"
    " anchorwoman anesthesiologist anesthetist animator announcer anthropologist apprentice arbitrator archaeologist"
    " archbishop archdeacon archeologist architect archivist artist assemblyman assemblywoman assistant astronaut"
    " astronomer astrophysicist athlete attaché attendant attorney attorney-general auctioneer auditor auditor-general"
    " author aviator aviatrix ayatollah backbencher bailiff baker ballerina bandleader bandmaster banjoist banker"
    " barber barista baritone barman baron baroness barrister bartender bassist batsman batter beekeeper bellhop"
    " billionaire biochemist biographer biologist bishop blacksmith blogger bodyguard bookkeeper bookmaker bookseller"
    " botanist bowler boxer breeder brewer bricklayer brigadier broadcaster broker builder bursar businessman"
    " businessperson businesswoman butcher butler cabdriver cabinetmaker cadet cameraman camerawoman campaigner"
    " candidate captain captain-general cardinal cardiologist carer caretaker caricaturist carpenter cartographer"
    " cartoonist cashier caterer cellist chair chairman chairman-elect chairperson chairwoman challenger chamberlain"
    " champion chancellor chaplain chauffeur chef chemist chief chiropractor choirmaster choreographer cinematographer"
    " clarinetist cleaner clergyman cleric clerk climatologist climber clinician co-anchor co-author co-captain"
    " co-chair co-chairman co-chairwoman co-creator co-curator co-director co-editor co-founder co-host co-leader"
    " co-manager co-ordinator co-organizer co-owner co-pilot co-president co-producer co-sponsor co-star co-writer"
    " coach cobbler codebreaker coder cofounder collector colonel columnist comedian comic commandant commander"
    " commander-in-chief commentator commissioner composer comptroller comptroller-general concierge conductor"
    " congressman congressman-elect congressperson congresswoman conservationist constable consul consul-general"
    " consultant contender contractor contributor controller cook coordinator copilot copywriter coroner corporal"
    " correspondent cosmetologist cosmonaut costumier councillor councilman councilmember councilor councilwoman"
    " counsel counsellor counselor countess courier couturier cowboy craftsman creator cricketer criminologist critic"
    " crooner cryptographer cryptologist curate curator custodian cyclist dancer deacon dealer dean decorator defender"
    " delegate democrat demographer demonstrator dentist deputy dermatologist designer detective developer dictator"
    " dietician dietitian diplomat director director-general dissident distiller diver docent docker doctor donor"
    " doorkeeper doorman dramatist dramaturge draper draughtsman dressmaker driver drummer duchess duke earl ecologist"
    " economist editor editor-in-chief educator electrician emir emperor employee employer empress endocrinologist"
    " engineer engraver entertainer entrepreneur environmentalist envoy epidemiologist essayist ethicist evangelist"
    " examiner executive executor expert explorer exporter farmer farmhand fellow fencer ferryman fighter filmmaker"
    " finalist financier firefighter fireman fisherman flautist florist flutist folklorist footballer foreman forester"
    " founder freshman front-runner frontbencher frontman frontrunner frontwoman fullback fundraiser futurist"
    " gamekeeper gaoler gardener gastroenterologist general geneticist geographer geologist ghostwriter glassblower"
    " goalie goalkeeper goalscorer goaltender gofer goldsmith golfer gondolier governess governor governor-elect"
    " governor-general graduate grammarian grocer groundskeeper guard guide guitarist gunner gymnast gynaecologist"
    " gynecologist hacker hairdresser hairstylist halfback handyman harpist harpsichordist head headhunter headmaster"
    " headmistress headteacher healer heir heiress hematologist herbalist herder historian homemaker host hostess"
    " hotelier housekeeper humanitarian humorist hunter hurdler hydrologist hypnotist illusionist illustrator imam"
    " immunologist importer impresario incumbent industrialist infantryman infielder influencer innkeeper inspector"
    " instructor instrumentalist intern internist interpreter interviewer inventor investigator investor ironmonger"
    " ironworker jailer janitor jeweler jeweller jockey joiner journalist judge jurist justice keeper keyboardist king"
    " laborer labourer lamplighter lancer landlady landlord landowner landscaper laureate lawmaker lawyer leader"
    " lecturer legislator lexicographer liaison librarian librettist lieutenant lieutenant-colonel lieutenant-general"
    " lieutenant-governor lifeguard linebacker lineman linguist lobbyist locksmith logger logician longshoreman"
    " lord-lieutenant lumberjack lutenist luthier lyricist machinist magician magistrate magnate maid mailman"
    " major-general manager marine mariner marksman marshal masseur masseuse mathematician matron mayor mayor-elect"
    " mayoress mechanic medalist medallist mediator medic member memoirist merchant metalworker meteorologist"
    " mezzo-soprano microbiologist middleweight midfielder midshipman midwife milkman miller milliner millionaire"
    " miner minister missionary model moderator mogul monarch monk mountaineer mufti mullah muralist musician"
    " musicologist nanny narrator nationalist naturalist naturopath navigator negotiator neurologist neuroscientist"
    " neurosurgeon newscaster newsman newspaperman newspaperwoman newsreader newswoman nobleman nominee notary"
    " notetaker novelist novice nun nuncio nurse nutritionist oarsman oboist obstetrician oceanographer officer"
    " official olympian ombudsman oncologist operative operator optician optometrist orator organiser organist"
    " organizer ornithologist orthodontist outfielder outrider owner pacifist packer paediatrician painter"
    " palaeontologist paleontologist pamphleteer panelist panellist paralegal paralympian paramedic paratrooper"
    " parliamentarian parson partisan pastor pathologist patriarch patrolman patron pawnbroker peacekeeper"
    " pediatrician pensioner percussionist performer pharmacist pharmacologist philanthropist philosopher photographer"
    " photojournalist physician physicist physiologist physiotherapist pianist pilot pioneer piper pitcher planner"
    " plasterer player playmaker playwright plumber podcaster poet poetess polemicist policeman policewoman"
    " policymaker politician politico pollster pope porter postman postmaster postmistress potter powerlifter"
    " prankster preacher prefect prelate premier premier-elect presenter president president-elect priest priestess"
    " prince princess principal printer printmaker prioress producer professor programmer promoter propagandist"
    " proprietor prosecutor provost psychiatrist psychic psychoanalyst psychologist psychotherapist publican publicist"
    " publisher pugilist pundit pupil puppeteer purser purveyor quarterback queen quilter rabbi racer radiographer"
    " radiologist rancher ranger rapper realtor receptionist recruiter rector referee reformer regent registrar"
    " reporter representative republican researcher resident restaurateur retailer retiree reverend reviewer rider"
    " ringmaster rockstar roofer rower ruler runner runner-up saddler sailor salesman salesperson saleswoman satirist"
    " saxophonist scholar schoolboy schoolgirl schoolteacher scientist screenwriter scriptwriter sculptor seaman"
    " seamstress secretary secretary-general seismologist semifinalist senator senator-elect seneschal separatist"
    " sergeant servant serviceman servicewoman sexologist shareholder sheikh shepherd sheriff shipbuilder shipowner"
    " shipwright shoemaker shopkeeper shopowner shortstop showrunner sidekick signaller silversmith singer"
    " singer-songwriter skateboarder skater skier skipper snowboarder socialist socialite sociologist soldier"
    " solicitor solicitor-general soloist sommelier songwriter soprano speaker specialist speechwriter spindoctor"
    " spokesman spokesperson spokeswoman sponsor sportscaster sportsman sportswoman sportswriter sprinter spy squire"
    " staffer stagehand star statesman stateswoman stationmaster statistician steelworker stenographer steward"
    " stewardess stockbroker stonemason storekeeper storyteller strategist striker student stuntman stuntwoman stylist"
    " sub-lieutenant subcontractor subeditor suffragette suffragist sultan superintendent supermodel superstar"
    " supervisor surfer surgeon surgeon-general surrogate surveyor swimmer swordsman tailback tailor tanner"
    " taxidermist teacher technician technologist televangelist teller tenor tester thatcher theologian theorist"
    " therapist thespian timekeeper toastmaster tobacconist toolmaker toxicologist trader tradesman trainee trainer"
    " translator trapper treasurer triathlete tribesman trombonist trooper trucker trumpeter trustee tsar tutor tycoon"
    " typist umpire undergraduate undersecretary understudy undertaker underwriter unionist upholsterer urologist"
    " usher valet vaudevillian vendor ventriloquist venturer vet veteran veterinarian vibraphonist vicar vice-admiral"
    " vice-chair vice-chairman vice-chancellor vice-president viceroy vintner violinist violist virologist viscount"
    " vlogger vocalist volcanologist volunteer waiter waitress warden warlord washerwoman watchmaker weatherman weaver"
    " webmaster welder whistleblower winemaker winger winner woodcarver woodworker worker wrestler writer yachtsman"
    " yachtswoman yeoman yogi youtuber zookeeper zoologist"
)

HEADS = ROLE_NOUNS | RELATIONS | WEAK | _OCCUPATIONS
"""Words for what a person is or does. Nothing here is said only to praise or to accuse."""

LIMITING = _words(
    "acting adjunct alternate aspiring assistant associate caretaker co deputy designate emeritus erstwhile ex ex-"
    " former honorary incoming interim junior late long-time longtime one-time onetime outgoing provisional retired"
    " retiring self-described self-proclaimed senior shadow sometime sub then vice visiting would-be"
)
"""Words without which a role would say more than the text does."""

MODIFIERS = _words(
    "academic acclaimed accused acting adjunct administrative admired aerospace affairs african agricultural"
    " agriculture air aircraft airline alleged alternate ambitious american animal appointed arab archaeology army art"
    " arts asian aspiring assistant associate athletic automotive award award-winning bank banking basketball beauty"
    " beloved bereaved best-selling bestselling bicycle black board border boxing brand british broadcast budget"
    " building bureau bus business cabinet campaign car career caretaker cavalry celebrated celebrity central chess"
    " chief child children's church circuit city civic civil classical climate clinical club co college comedy"
    " commercial communications communist community company computer concert confirmed congressional conservative"
    " constitutional construction consumer content controversial convicted corporate counterterrorism country county"
    " court creative cricket crime criminal crown culture customs cyber cycling dance data debate decorated defeated"
    " defence defense democratic department deposed deputy designate despised detained development digital diplomatic"
    " disabled disgraced dissident distinguished district division domestic drug eastern economic economics economy"
    " education elder elected election elections electoral electrical elementary embattled emergency emeritus eminent"
    " energy engineering english enterprise entertainment environment environmental erstwhile established estate"
    " esteemed european eurosceptic evangelical ex ex- executive exiled experienced external factory faculty failed"
    " famed family famous far-left far-right farm fashion federal fellow feminist field figure film finance financial"
    " fire fired first first-year fiscal fitness five-time flamenco fleet flight folk food football foreign formation"
    " former foundation founding four-time freelance french frontbench fund funeral gay general german gifted global"
    " gold golf government graduate graphic gubernatorial guest gun hardline head health hedge high high-profile"
    " highway history hockey holocaust home homicide honorary hospital hotel house housing human humanitarian"
    " immigration impeached imprisoned incoming independent indicted indie industrial industry infantry influential"
    " information infrastructure injured intelligence interim interior international internet investigative investment"
    " irish islamic islamist jailed jazz jewish job joint junior justice juvenile knighted labor labour land language"
    " late law lead leading league learned left-wing leftist legal legendary legislative lesbian liberal libertarian"
    " library lieutenant literary local london-based long-serving long-suffering long-time longtime major majority"
    " managing maritime marketing married mathematics media medical medieval men's mental metal middle military"
    " minority mobile moderate modern morning motor movie municipal murder music muslim national nationalist native"
    " naval navy network new newly news newspaper night nobel noble nominated northern noted novice nuclear nursery"
    " observational office oil old older oldest olympic one-time onetime online opera operations opposition orthodox"
    " ousted outgoing outspoken pardoned parks parliamentary part-time party patrol peace pediatric pension people's"
    " personal personnel petroleum pharmaceutical philosophy physics pioneering planning police policy political"
    " politics pop popular populist port postal powerful pre-school presidential press primary prime principal prison"
    " private prize pro-life prodemocracy product production professional program programme progressive prolific"
    " prominent property prosecution provincial provisional pub public publicity published qualified radical radio"
    " rail railway ranked ranking re-elected reality rear recognised recognized reelected regional registered"
    " relations relief religion religious renowned reporting republican reputed research resources respected"
    " restaurant retail retired retiring right-wing rights rock rookie royal rugby running rural sacked safety sales"
    " school science screen seasoned secret section securities security self-described self-made self-proclaimed"
    " self-styled senate senior serving session shadow share silver sitting skilled small-town soap soccer social"
    " socialist software solo sometime soul south southern soviet space special sports staff stage state station stem"
    " stock street studio sub suburban successful supply support supreme surgical suspected sustainability swimming"
    " syndicated talented talk tax team tech technical technology teen teenage telecom television tennis textile"
    " theater theatre then third third-party three-time title titled top town track trade traffic trained training"
    " transit transport transportation travel treasury trial tribal trusted tv two-time u.n. u.s. undercover unelected"
    " union university unnamed unpaid urban vaudeville venture veteran vice vice-presidential video visiting visual"
    " volunteer war washington-based water wealthy weather web welfare well-known western white wildlife wind women's"
    " world world-famous would-be wounded york-based young younger youngest youth zoo"
)
"""Words before an occupation that could also be verbs, participles or plurals elsewhere."""

PRAISE = _words(
    "amazing awful bad beautiful best better big brilliant competent con corrupt crooked dangerous decent disgraceful"
    " dishonest dreadful excellent fantastic fine formidable good great greatest horrible ideal incompetent incredible"
    " lavish lousy nice outstanding perfect poor real remarkable shameless so-called strong stupid terrible terrific"
    " true ugly weak wonderful worse worst wrong"
)
"""Words that judge: what follows them is an opinion."""

FORMER = _words("erstwhile ex former late one-time onetime sometime then")
"""Words for what somebody no longer is."""

AUTHORS = _words(
    "actor actress author co-author co-creator co-star composer creator illustrator inventor narrator novelist"
    " painter playwright poet screenwriter sculptor singer songwriter star translator writer"
)
"""Heads whose "of" is followed by the name of a work."""

WORKS = _words("architect co-host designer director editor host producer")
"""Heads whose "of" may be followed by the name of a work, or of an organization."""

ACRONYMS = _words("AG CEO CFO CIO CMO COO CTO DA DJ Democrat EVP KC MC MEP MLA MP MSP QC Republican SVP TD VP")
"""Short forms of heads; only in capitals."""

SURNAMES = _words(
    "abbot archer baker banker barber bishop brewer butcher butler carpenter cook cooper dancer dean draper duke earl"
    " farmer fisher forester gardener glover hunter joiner judge king knight major marshal mason merchant miller minor"
    " monk page painter parson pope porter potter priest prince ranger shepherd sheriff singer skinner slater spencer"
    " squire steward stone tailor tanner thatcher turner walker warden weaver wright"
)
"""Heads that are family names as well: in capitals they count only as titles."""

DETERMINERS = _words("a an another her his its my our the their your")
"""Words that begin a phrase and are no part of a role."""

PREPOSITIONS = _words(
    "about above across after against along alongside amid among around at before behind below beside besides between"
    " by despite during for from in including into like near of on onto over per since than through to toward towards"
    " under unlike until upon via with within without"
)

PRONOUNS = _words(
    "anybody everybody everyone he he's herself him himself i i'm it it's itself me myself nobody one's she she's"
    " someone that them themselves these they they're this those us we we're you"
)

RELATIVES = _words("how that what when where which who who's whom whose why")

AUXILIARIES = _words(
    "am are aren't asks be beat became been began being bought broke brought built calls came can can't cannot caught"
    " comes could couldn't cut did didn't do does doesn't don't drew fell fought found gave gets gives goes got had"
    " hadn't has hasn't have haven't having heard held hit is isn't joins kept knew lay led left let lost made makes"
    " may meets met might must names paid put ran rose sat saw say says sent set shall should sold stood takes tells"
    " thought threw took wants was wasn't went were weren't will won won't would wouldn't"
)
"""Auxiliaries, and past forms that do not end in -ed."""

CONJUNCTIONS = _words("& although and as because but if nor once or so though unless whereas whether while yet")

ADVERBS = _words(
    "again ago already also always both currently even ever formerly here just later never no not now often once only"
    " percent previously quite rather really recently soon still then there today tomorrow too very yesterday"
)

ORDINALS = _words(
    "biggest first highest largest last latest least longest most next oldest only other same second such third"
    " youngest"
)
"""Words that need what follows: "the first president to resign"."""

GERUNDS = _words(
    "accounting acting advertising banking beijing being betting boxing broadcasting building casting catering"
    " cooking counseling counselling cycling drawing engineering evening farming filming fishing founding funding"
    " fundraising gaming gardening hearing housing hunting incoming investing king leading learning lending licensing"
    " managing manufacturing marketing meeting mining morning nursing offering opening outgoing painting parking"
    " planning policing printing programming publishing purchasing racing recruiting reigning ring sailing screening"
    " shipping shopping sitting skating skiing spending spring staffing string swimming teaching testing trading"
    " trafficking training visiting wedding wellbeing wing wrestling writing"
)
"""Nouns and adjectives that end like participles."""

VERBAL = _words(
    "ally anchor author butcher captain chair champion coach cook counsel doctor engineer father guard guide head"
    " host judge mentor minister model mother nurse partner patron pilot pioneer rival sponsor star volunteer"
)
"""Words for people that are verbs as well: before a name they need a word that shows the noun."""

RHETORICAL = _words(
    "actor ally artist champion contender critic dictator emperor fan favorite fighter friend guide hero king partner"
    " pioneer player queen ruler star warrior winner"
)
"""What is often said of somebody without being a role."""
